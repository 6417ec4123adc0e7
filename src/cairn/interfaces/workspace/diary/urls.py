from django.urls import path

from cairn.interfaces.workspace.diary import covers, handing, planning, reminding, sessions, views

urls = [
    path("diary/", views.show, name="diary"),
    path("diary/plan/", views.whom, name="diary_whom"),
    path("diary/calendar.ics", views.calendar, name="diary_calendar"),
    path("diary/reminders/", reminding.reminders, name="diary_reminders"),
    path("diary/covers/", covers.cover, name="covers"),
    path("diary/covers/<uuid:cover>/end/", covers.cover_end, name="cover_end"),
    path("diary/sessions/new/", sessions.session_plan, name="session_plan"),
    path("diary/sessions/<uuid:planned_session>/", sessions.session_change, name="session_change"),
    path("people/<uuid:client>/appointments/new/", planning.appointment_new, name="appointment_new"),
    path("appointments/<uuid:appointment>/", planning.appointment_change, name="appointment_change"),
    path("appointments/<uuid:appointment>/missed/", planning.appointment_missed, name="appointment_missed"),
    path("desks/", handing.team, name="team"),
    path("desks/<uuid:worker>/", handing.hand_over, name="hand_over"),
    path("desks/<uuid:worker>/end/", handing.member_end, name="member_end"),
]
