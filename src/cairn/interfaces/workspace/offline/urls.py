from django.urls import path

from cairn.interfaces.workspace.offline import sending, shell

urls = [
    path("offline/", shell.home, name="offline"),
    path("offline/record/", shell.record, name="offline_record"),
    path("offline/register/", shell.register, name="offline_register"),
    path("offline/send/", sending.send, name="offline_send"),
    path("offline/known/", sending.known, name="offline_known"),
]
