from django.urls import path

from cairn.interfaces.workspace.plan import aims, goals, views

CLIENT = "people/<uuid:client>/"
EPISODE = CLIENT + "episodes/<uuid:episode>/"
AIM = EPISODE + "aims/<slug:framework>/<str:outcome>/"
urls = [
    path(CLIENT + "plan/", views.plan, name="plan"),
    path(EPISODE + "plan/", views.plan_write, name="plan_write"),
    path(EPISODE + "plan.pdf", views.plan_pdf, name="plan_pdf"),
    path(EPISODE + "goals/new/", goals.goal_new, name="goal_new"),
    path(CLIENT + "goals/<uuid:goal>/", goals.goal_change, name="goal_change"),
    path(CLIENT + "goals/<uuid:goal>/end/", goals.goal_end, name="goal_end"),
    path(AIM + "set-aside/", aims.plan_set_aside, name="plan_set_aside"),
    path(AIM + "reached/", aims.plan_reached, name="plan_reached"),
    path(CLIENT + "aims/<uuid:aside>/take-up/", aims.plan_take_up, name="plan_take_up"),
]
