from django.urls import path

from cairn.interfaces.workspace.ratings import asking, feedback

OF = "ratings/for/<uuid:client>/"

urls = [
    path("ratings/", asking.sent, name="ratings"),
    path("ratings/<uuid:link>/seen/", asking.rating_seen, name="rating_seen"),
    path(OF, asking.of_person, name="ratings_of"),
    path(OF + "<uuid:episode>/new/", asking.rating_new, name="rating_new"),
    path(OF + "links/<uuid:link>/end/", asking.rating_end, name="rating_end"),
    path(OF + "feedback/<uuid:feedback>/", feedback.write, name="feedback_write"),
    path("ratings/feedback/", feedback.to_ask, name="feedback"),
    path("ratings/feedback/answers/", feedback.answers, name="feedback_answers"),
]
