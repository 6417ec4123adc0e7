from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "cairn.returns"
    label = "returns"

    def ready(self) -> None:
        from cairn.access import event_types
        from cairn.contracts import standing
        from cairn.kernel import merging
        from cairn.returns import erasure, starting
        from cairn.returns.events import EVENTS

        event_types.register(*EVENTS)
        erasure.register()
        standing.rounds_with(starting.rounds)
        # Codes stay: what was sent under them stands as it was sent, and whose they are is in no revision.
        merging.register(*(merging.Kind(f"returns.{name}", "", "", stays=True) for name in ("RowCode", "LinkCode")))
        merging.register(
            merging.Kind("returns.CaseStudy", "case study", "case studies"),
            merging.Kind("returns.RowHandling", "decision about a return's rows", "decisions about a return's rows"),
        )
