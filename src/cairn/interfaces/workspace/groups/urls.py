from django.urls import path

from cairn.interfaces.workspace.groups import applications, asking, checks, figures, helping, telling, views

urls = [
    path("groups/", views.listing, name="groups"),
    path("groups/figures/", figures.page_of, name="group_figures"),
    path("groups/help/", helping.page_of, name="groups_help"),
    path("groups/add/<uuid:contract>/", views.add, name="group_add"),
    path("groups/ask/<uuid:contract>/", asking.ask, name="groups_ask"),
    path("groups/links/<uuid:group_link>/end/", asking.end, name="group_link_end"),
    path("groups/applications/<uuid:application>/", applications.decide, name="application_decide"),
    path("groups/applications/<uuid:application>/withdraw/", applications.withdraw, name="application_withdraw"),
    path("groups/checks/<uuid:check>/withdraw/", checks.withdraw, name="check_withdraw"),
    path("groups/told/<uuid:report>/", telling.one, name="group_report"),
    path("groups/told/<uuid:report>/act/", telling.act, name="group_report_act"),
    path("groups/told/<uuid:report>/story/", telling.story, name="group_story"),
    path("groups/told/<uuid:report>/files/<uuid:file>/", telling.file, name="group_file"),
    path("groups/<uuid:small_group>/", views.one, name="group"),
    path("groups/<uuid:small_group>/change/", views.change, name="group_change"),
    path("groups/<uuid:small_group>/leave/", views.leave, name="group_leave"),
    path("groups/<uuid:small_group>/apply/", applications.receive, name="group_apply"),
    path("groups/<uuid:small_group>/check/", checks.new, name="group_check"),
    path("groups/<uuid:small_group>/tell/", telling.write, name="group_tell"),
]
