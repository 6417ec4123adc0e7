from django.urls import path

from cairn.interfaces.workspace.casework import assessments, episodes

EPISODE = "people/<uuid:client>/episodes/<uuid:episode>/"
urls = [
    path(EPISODE + "close/", episodes.episode_close, name="episode_close"),
    path(EPISODE + "reopen/", episodes.episode_reopen, name="episode_reopen"),
    path(EPISODE + "no-first-reading/", episodes.no_baseline, name="no_baseline"),
    path(EPISODE + "worker/", episodes.episode_assign, name="episode_assign"),
    path(EPISODE + "funding/<uuid:funding>/end/", episodes.funding_end, name="funding_end"),
    path(EPISODE + "funding/new/", episodes.episode_fund, name="episode_fund"),
    path(EPISODE + "steps/new/", episodes.step_new, name="step_new"),
    path(EPISODE + "assess/<slug:scale>/", assessments.assess, name="assess"),
    path(EPISODE + "readings/<slug:scale>/", assessments.reading, name="reading"),
]
