"""Made-up people. Their addresses are under example.com, so none can exist."""

FIRST = """
Aiko Amara Ben Birgit Carla Chidi Dana Diego Ebba Elif Emre Farah Finn Grace Hana Hugo Imani Ines Jamal Jun
Kaya Kofi Leila Liam Lucas Maja Max Mei Mila Nadia Noor Ola Omar Priya Ravi Rosa Sam Sofia Tariq Tom Uma
Viktor Wanjiru Xin Yara Yuki Zara Zoe
""".split()

LAST = """
Amari Baker Bauer Braun Chen Cole Costa Demir Diallo Eze Fischer Garcia Haddad Hansen Ito Jansen Kaur Kim
Kowalski Lam Lindqvist Moreau Mori Nair Nguyen Novak Nordmann Okafor Ortiz Park Patel Petrov Reyes Rivers
Rossi Sato Schmidt Silva Singh Suzuki Tanaka Walsh Weber Yilmaz
""".split()

NOTES = [
    "Hen party, two guests use wheelchairs.",
    "Birthday: could we bring a cake?",
    "Work do, please send an invoice.",
    "First time here!",
    "We need two microphones that work.",
    "Vegetarian snacks if possible.",
]
STAFF_NOTES = ["Regulars, likes the corner room.", "Paid in cash last time.", "Loud but lovely."]
