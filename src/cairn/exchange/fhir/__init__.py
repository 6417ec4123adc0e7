"""Scales and readings as FHIR R4 (4.0.1): Questionnaire out and in, QuestionnaireResponse out. Written from the published
specification (hl7.org/fhir/R4, verified): its codes, types and the extensions `ordinalValue`, `minValue`, `maxValue`."""

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
LEAST = "http://hl7.org/fhir/StructureDefinition/minValue"
MOST = "http://hl7.org/fhir/StructureDefinition/maxValue"


def address(id: str) -> str:
    """The canonical address of a scale: the same from whichever organisation it comes."""
    return f"urn:cairn:scale:{id}"
