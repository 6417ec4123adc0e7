"""The pages of filling in a form of a programme, for `test_axe`."""

from typing import Any

WORKER = ("harbour", "support_worker")
HERE = "workspace/collections/filling"
#: template → who opens it, by which address, with which other things, asking what
PAGES: dict[str, tuple[Any, ...]] = {
    f"{HERE}/list": (WORKER, "workspace:forms_due"),
    f"{HERE}/new": (WORKER, "workspace:form_new"),
    f"{HERE}/form": (WORKER, "workspace:form"),
    f"{HERE}/page": (WORKER, "workspace:form_page", {"task": "need_task"}),
    f"{HERE}/check": (WORKER, "workspace:form_check", {}, "all"),
    f"{HERE}/sent": (WORKER, "workspace:sent_form", {"sent": "collected_form"}),
    f"{HERE}/person": (WORKER, "workspace:client_forms"),
}
PARTS = {f"{HERE}/parts"}
