from tests.test_heldout import figures
def test_x(figures):
    print("FIG", figures.messages, figures.dialogues, figures.out_served, figures.foreign, figures.sourced)
