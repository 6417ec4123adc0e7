from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Record, AbstractBaseUser):
    """Someone who signs in. What they may do stands in their memberships; nobody is a standing superuser."""

    SUBJECT: ClassVar[str] = "user"
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Privacy:
        id = uid = version = is_active = last_login = P.OPERATIONAL
        email = P.CONTACT
        name = P.IDENTITY
        password = P.SECRET

    def __str__(self) -> str:
        return self.name
