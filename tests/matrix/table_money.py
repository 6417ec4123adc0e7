"""Who may open the pages about money: portfolio, grants, money from elsewhere, finance outcomes, payment by outcomes."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post, show

MONEY = [
    show("commissioner:portfolio", COMMISSIONERS),
    show("commissioner:portfolio", COMMISSIONERS, asks="area=carers&stands=x&page=9&words=C-1"),
    form("commissioner:contract_change", COMMISSIONERS),
    show("commissioner:finance", COMMISSIONERS),
    form("commissioner:finance_new", COMMISSIONERS),
    post("commissioner:finance_drop", COMMISSIONERS),
    show("commissioner:grants", COMMISSIONERS),
    show("commissioner:grant", COMMISSIONERS),
    show("commissioner:grants_360", COMMISSIONERS, asks="as=csv"),
    form("commissioner:publisher", COMMISSIONERS),
    show("commissioner:payment_terms", COMMISSIONERS),
    form("commissioner:payment_term_new", COMMISSIONERS),
    form("commissioner:payment_term_end", COMMISSIONERS),
    show("commissioner:payment", COMMISSIONERS, answer="accepted"),
    post("commissioner:payment_approve", COMMISSIONERS, answer="accepted"),
    show("workspace:return_payment", LEADS, answer="accepted"),
    show("workspace:money", LEADS),
    form("workspace:money_new", LEADS),
    post("workspace:money_withdraw", LEADS),
    show("workspace:grants", LEADS),
    form("workspace:grant_new", LEADS),
    show("workspace:grant", LEADS),
    form("workspace:grant_tell", LEADS),
    post("workspace:grant_withdraw", LEADS),
]
