"""The words that invented organisations are made of. Titles obey the rules on wording, whatever is put in."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    """
    ana ben chen dee eva finn gita hugo ines jon kai lea mara nora omar pia quinn raj sam tom uma vera wim xena
    yusuf zoe adam bea carl dora emil faye gus hana ivan jane kurt lena milo nina otto pam rosa stan tess udo
    vito wanda yara zeno alma boris clara dan ella fred greta hans ida jim kira leo mona nils olga paul ruth
    sven tara ute abel bela cleo dina
    """
)
LAST = _words(
    """
    adler baker cohen diaz eriksen fischer garcia hansen ito jensen keller lopez meyer novak okafor patel quist
    rossi souza tanaka ueda vogel weber xu young zimmer abbot brandt costa duarte evans ferrari gomez huber
    ivanov jung kovacs lind moreau nagy olsen petrov quinlan richter silva torres ulrich varga wang yilmaz zola
    alves bauer clark dubois egger frank greco hahn iyer joshi klein lange martin nowak orsini pires reyes
    schulz tran unger abe bolt crane dahl
    """
)
ADJECTIVES = _words(
    """
    amber bright calm distant early fair golden honest inner jolly keen lively mellow noble open plain quiet
    rapid silver tidy upper vivid warm young zesty brave clear deep eager fresh gentle hidden ivory jade kind
    light modern northern olive proud royal solid true urban violet wide
    """
)
NOUNS = _words(
    """
    harbor bridge canyon delta ember forest garden hill island jetty kiln lake meadow nest orchard port quarry
    river stone tower union valley wharf yard anchor beacon cedar dune estuary field glade haven inlet junction
    key lagoon market north oasis pier quay ridge summit trail vista wood
    """
)
GOALS = (
    "Make {team} the place where new customers feel at home",
    "Customers of {team} get answers before they have to ask",
    "People trust what {team} shows them, every day",
)
WHYS = (
    "Half of those who leave say that they never understood what they could do here.",
    "Two of our largest customers asked for this by name in the last review.",
    "What we learned last quarter is that small delays cost us more than missing parts.",
    "The people who answer the phone tell the same story every week: it is hard to find.",
    "We spend more time on explaining than on improving, and nobody is happy with that.",
    "Competitors are not better at it; they are only faster to say what goes wrong.",
    "If this works, three other teams can stop keeping their own lists.",
    "It is the one thing that everybody in the retrospective put in first place.",
)
SUCCESS = (
    "The number comes from the dashboard that everybody can open, read on the last day.",
    "Customers say so unasked in the quarterly interviews, and support needs no workaround.",
    "It holds for four weeks in a row, with the usual traffic and no extra people.",
    "Both regions reach it; an average that hides one of them does not count.",
    "Sales and support have seen the result and agree that it is what they asked for.",
    "Nothing else gets worse on the way, and complaints and costs stay where they are.",
)
METRICS = (
    ("waiting", "Cut waiting for a first answer in {team} from {high} to {low} minutes", "minutes", "down"),
    ("active", "Raise weekly active customers of {team} from {low} to {high}", "customers", "up"),
    ("renewals", "Grow renewals signed early with {team} from {low} to {high} a month", "renewals a month", "up"),
    ("errors", "Reduce failed payments seen by {team} from {high} to {low} a week", "payments a week", "down"),
)
THRESHOLDS = (
    ("uptime", "Sessions in {team} stay free of crashes for at least {bound} %", "%"),
    ("satisfied", "At least {bound} % of customers of {team} are satisfied", "%"),
)
STEPS = (
    ("tested", "Tested with customers of three kinds"),
    ("open", "Open to a quarter of new customers"),
    ("everybody", "On for everybody, and the old way is gone"),
)
WORK = (
    "Talk with people who left, and write down what they say",
    "Clean up the list of reasons that support picks from",
    "Move the dashboard to the new data, with the old one beside it",
    "Show the price before the first click",
)
