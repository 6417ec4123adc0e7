from django.urls import path

from cairn.interfaces.workspace.situation import asked, carers, life, moving_on, safeguarding, settings

PERSON = "people/<uuid:client>/"

urls = [
    path(PERSON + "life/", life.life, name="life"),
    path(PERSON + "life/<slug:kind>/new/", life.status_new, name="status_new"),
    path(PERSON + "life/entries/<uuid:status>/", life.status_change, name="status_change"),
    path(PERSON + "life/entries/<uuid:status>/remove/", life.status_remove, name="status_remove"),
    path(PERSON + "optional/", asked.optional_answers, name="optional"),
    path(PERSON + "episodes/<uuid:episode>/blocked/", moving_on.block_new, name="block_new"),
    path(PERSON + "blocks/<uuid:block>/", moving_on.block_change, name="block_change"),
    path(PERSON + "blocks/<uuid:block>/remove/", moving_on.block_remove, name="block_remove"),
    path(PERSON + "episodes/<uuid:episode>/level/", moving_on.level_new, name="level_new"),
    path(PERSON + "levels/<uuid:level>/remove/", moving_on.level_remove, name="level_remove"),
    path(PERSON + "episodes/<uuid:episode>/carers/", carers.carers_new, name="carers_new"),
    path(PERSON + "carers/<uuid:assessment>/", carers.carers_change, name="carers_change"),
    path(PERSON + "carers/<uuid:assessment>/remove/", carers.carers_remove, name="carers_remove"),
    path(PERSON + "safeguarding/new/", safeguarding.safeguarding_new, name="safeguarding_new"),
    path(PERSON + "safeguarding/<uuid:referral>/", safeguarding.safeguarding_outcome, name="safeguarding_outcome"),
    path(PERSON + "safeguarding/<uuid:referral>/remove/", safeguarding.safeguarding_remove, name="safeguarding_remove"),
    path("blocked/", moving_on.blocked, name="blocked"),
    path("services/<uuid:service>/questions/", settings.service_questions, name="service_questions"),
    path("services/<uuid:service>/levels/", settings.service_levels, name="service_levels"),
]
