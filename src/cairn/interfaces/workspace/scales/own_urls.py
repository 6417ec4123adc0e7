from django.urls import path

from cairn.interfaces.own_ids import OWN_ID
from cairn.interfaces.workspace.scales import own, own_files, own_versions

__all__ = ["OWN_ID", "urls"]  # importing the name registers the converter

urls = [
    path("scales/own/", own.every, name="own_scales"),
    path("scales/own/new/", own.new, name="own_scale_new"),
    path("scales/own/take-in/", own_files.take_in, name="own_scale_take_in"),
    path("scales/own/<own_id:scale>/", own_versions.one, name="own_scale"),
    path("scales/own/<own_id:scale>/next/", own_versions.next_version, name="own_scale_next"),
    path("scales/own/<own_id:scale>/<int:number>/edit/", own.edit, name="own_scale_edit"),
    path("scales/own/<own_id:scale>/<int:number>/publish/", own_versions.publish, name="own_scale_publish"),
    path("scales/own/<own_id:scale>/<int:number>/withdraw/", own_versions.withdraw, name="own_scale_withdraw"),
    path("scales/own/<own_id:scale>/<int:number>/drop/", own_versions.drop, name="own_scale_drop"),
    path("scales/own/<own_id:scale>/<int:number>/file/", own_versions.file, name="own_scale_file"),
    path("scales/fhir/<str:scale>/", own_files.questionnaire, name="scale_fhir"),
    path("clients/<uuid:client>/readings/<uuid:reading>/fhir/", own_files.response, name="reading_fhir"),
]
