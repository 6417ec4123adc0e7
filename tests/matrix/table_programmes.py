"""Who may open the pages of the forms that a programme collects: those of every part."""

from tests.matrix.table_blank import BLANK
from tests.matrix.table_collected import COLLECTED
from tests.matrix.table_collections import COLLECTIONS
from tests.matrix.table_filling import FILLING
from tests.matrix.table_form_files import FORM_FILES
from tests.matrix.table_own_forms import OWN_FORMS

PROGRAMMES = [*BLANK, *COLLECTED, *COLLECTIONS, *FILLING, *FORM_FILES, *OWN_FORMS]
