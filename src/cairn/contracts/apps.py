from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cairn.contracts"
    label = "contracts"
