from django.urls import path

from cairn.interfaces.workspace.measures import building, versions
from cairn.interfaces.workspace.scales import own_urls  # registers the converter `own_id`

ID = f"<{own_urls.OWN_ID}:measure>"
urls = [
    path("measures/", versions.every, name="own_measures"),
    path("measures/new/", building.new, name="own_measure_new"),
    path(f"measures/{ID}/", versions.one, name="own_measure"),
    path(f"measures/{ID}/next/", versions.next_version, name="own_measure_next"),
    path(f"measures/{ID}/<int:number>/edit/", building.edit, name="own_measure_edit"),
    path(f"measures/{ID}/<int:number>/publish/", versions.publish, name="own_measure_publish"),
    path(f"measures/{ID}/<int:number>/withdraw/", versions.withdraw, name="own_measure_withdraw"),
    path(f"measures/{ID}/<int:number>/drop/", versions.drop, name="own_measure_drop"),
]
