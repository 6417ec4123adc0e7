"""Who sends forms of a programme as a file: whoever prepares what the organisation sends."""

from tests.matrix.pages import LEADS, form, post, show

FORM_FILES = [
    show("workspace:form_files", LEADS),
    show("workspace:form_files", LEADS, asks="as=csv"),
    form("workspace:form_file_new", LEADS),
    form("workspace:form_file", LEADS, submission="form_file"),
    show("workspace:form_file", LEADS, submission="form_file", asks="grade=soft"),
    show("workspace:form_file", LEADS, submission="form_file", asks="as=csv"),
    show("workspace:form_file_rejects", LEADS, submission="form_file"),
    post("workspace:form_file_go_on", LEADS, submission="form_file"),
    post("workspace:form_file_back", LEADS, submission="form_file"),
    post("workspace:form_file_drop", LEADS, submission="form_file"),
]
