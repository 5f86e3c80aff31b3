"""For each kind of mistake a worked solution and a wrong draft that it must be able to give."""

from __future__ import annotations

EQUATION = ("Solve for x: 5x + 3 = 2x + 15", ("{5 - 2}x = {15 - 3}", "x = {12 / 3}"))
CLIPS = (
    "Ann sold 48 clips and half as many more later.",
    ("later = 48 / 2 = {48 / 2}", "total = 48 + 24 = {48 + 24}"),
)
ROOTS = (
    "Solve (x - 3)^2 = 16",
    ("x - 3 = {16^(1/2)} or x - 3 = -{16^(1/2)}", "x = {4 + 3} or x = {-4 + 3}"),
)
LONG = ("Compute 2 + 3 * 4 - 5", ("= 2 + {3 * 4} - 5", "= {2 + 12} - 5", "= {14 - 5}"))

Example = tuple[str, tuple[str, ...], tuple[str, ...]]

EXAMPLES: dict[str, Example] = {
    "delete_line": (*EQUATION, ("x = 4",)),
    "add_wrong_line": (*EQUATION, ("3x = 18", "3x = 12", "x = 4")),
    "replace_line": (*EQUATION, ("3x = 12", "x = 3")),
    "introduce_typo": (*EQUATION, ("3x = 21", "x = 4")),
    "swap_operand": (*EQUATION, ("3x = 12", "x = 1/4")),
    "sign_flip": (*EQUATION, ("3x = -12", "x = -4")),
    "arithmetic_slip": (*EQUATION, ("3x = 13", "x = 13/3")),
    "wrong_operation": (*EQUATION, ("3x = 18", "x = 6")),
    "forgotten_term": (*EQUATION, ("3x = 15", "x = 5")),
    "forgotten_bracket": ("What is 2 * (3 + 4)?", ("= {2 * (3 + 4)}",), ("= 10",)),
    "decimal_point": ("What is 0.3 * 0.4?", ("= {0.3 * 0.4}",), ("= 1.2",)),
    "digit_transposition": ("What is 20 + 7?", ("= {20 + 7}",), ("= 72",)),
    "dropped_digit": ("What is 100 + 25?", ("= {100 + 25}",), ("= 15",)),
    "lost_minus": ("What is 12 - 40?", ("= {12 - 40}",), ("= 28",)),
    "misread_number": (*CLIPS, ("later = 84 / 2 = 42", "total = 84 + 42 = 126")),
    "miscopied_number": (*CLIPS, ("later = 48 / 2 = 24", "total = 48 + 42 = 90")),
    "carry_forgotten": ("What is 58 + 67?", ("= {58 + 67}",), ("= 115",)),
    "smaller_from_larger": ("What is 52 - 38?", ("= {52 - 38}",), ("= 26",)),
    "borrow_unpaid": ("What is 52 - 38?", ("= {52 - 38}",), ("= 24",)),
    "unshifted_product": ("What is 23 * 14?", ("= {23 * 14}",), ("= 115",)),
    "decimal_alignment": ("What is 1.2 + 0.34?", ("= {1.2 + 0.34}",), ("= 0.46",)),
    "decimal_places": ("What is 0.3 * 0.4?", ("= {0.3 * 0.4}",), ("= 1.2",)),
    "table_slip": ("What is 7 * 8?", ("= {7 * 8}",), ("= 63",)),
    "operation_confused": ("What is 7 * 8?", ("= {7 * 8}",), ("= 15",)),
    "rounded_early": ("What is 7 / 4 * 2?", ("= {7 / 4} * 2", "= {(7/4) * 2}"), ("= 2 * 2", "= 4")),
    "left_to_right": (*LONG, ("= 5 * 4 - 5", "= 20 - 5", "= 15")),
    "added_across": ("What is 1/2 + 1/3?", ("= {1/2 + 1/3}",), ("= 2/5",)),
    "wrong_inverted": ("What is (1/2) / (3/4)?", ("= {(1/2) / (3/4)}",), ("= 3/8",)),
    "both_parts_multiplied": ("What is 5 * 2/3?", ("= {5 * 2/3}",), ("= 2/3",)),
    "percent_as_number": (
        "What is 20% of 50?",
        ("= 20/100 * 50", "= {20/100 * 50}"),
        ("= 20 * 50", "= 1000"),
    ),
    "percent_base": (
        "Increase 80 by 25%.",
        ("= 80 * (1 + 25/100)", "= {80 * (1 + 25/100)}"),
        ("= 80 / (1 + 25/100)", "= 64"),
    ),
    "percent_change_only": (
        "Increase 80 by 25%.",
        ("= 80 * (1 + 25/100)", "= {80 * (1 + 25/100)}"),
        ("= 80 * 25/100", "= 20"),
    ),
    "moved_without_sign": (*EQUATION, ("3x = 18", "x = 6")),
    "one_side_only": (*EQUATION, ("3x = 15", "x = 5")),
    "divided_one_term": ("Solve 2x + 4 = 10", ("2x = {10 - 4}", "x = {6 / 2}"), ("x + 4 = 5", "x = 1")),
    "inequality_not_turned": ("Solve -2x < 6", ("x > {6 / (-2)}",), ("x < -3",)),
    "power_as_product": ("What is 4^3 + 1?", ("= {4^3} + 1", "= {64 + 1}"), ("= 12 + 1", "= 13")),
    "square_of_sum": (
        "Legs 3 and 4.",
        ("c^2 = 3^2 + 4^2 = {3^2 + 4^2}", "c = {25^(1/2)}"),
        ("c^2 = (3 + 4)^2 = 49", "c = 7"),
    ),
    "middle_term_missing": ("Expand (x + 3)^2", ("= x^2 + {2 * 3}x + {3^2}",), ("= x^2 + 9",)),
    "root_as_half": ("Solve x^2 = 16, x > 0", ("x = {16^(1/2)}",), ("x = 8",)),
    "lost_exponent": ("Expand x(x + 2)", ("= x^2 + 2x",), ("= x + 2x",)),
    "conjoined_terms": ("Expand 3(x + 2)", ("= 3x + {3 * 2}",), ("= 9x",)),
    "minus_not_distributed": (
        "Solve -2(x + 3) = 4",
        ("-2x + {-2 * 3} = 4", "-2x = {4 + 6}", "x = {10 / (-2)}"),
        ("-2x + 6 = 4", "-2x = 10", "x = -5"),
    ),
    "cancelled_across_sum": ("What is (6 + 4) / 2?", ("= {(6 + 4) / 2}",), ("= 7",)),
    "negative_root_forgotten": (*ROOTS, ("x - 3 = 4", "x = 7")),
    "lost_root": (*ROOTS, ("x - 3 = 4 or x - 3 = -4", "x = -1")),
    "root_signs": ("Factor x^2 + x - 6", ("= (x + 3)(x - 2)",), ("= (x - 3)(x + 2)",)),
    "relation_turned": (*CLIPS, ("later = 48 * 2 = 96", "total = 48 + 96 = 144")),
    "additive_reasoning": (*CLIPS, ("later = 48 - 2 = 46", "total = 48 + 46 = 94")),
    "wrong_quantity": (
        "5 pens cost $30. What do 2 pens cost?",
        ("one = 30 / 5 = {30 / 5}", "total = 6 * 2 = {6 * 2}"),
        ("one = 30 / 2 = 15", "total = 15 * 2 = 30"),
    ),
    "distractor_used": (
        "Tom, 9, has 5 pens and buys 3.",
        ("total = 5 + 3 = {5 + 3}",),
        ("total = 5 + 3 + 9 = 17",),
    ),
    "unit_slip": ("He walks 3 km in 2 hours.", ("speed = 3 / 2 = {3 / 2}",), ("speed = 3 / 2 = 90",)),
    "formula_mixed_up": (
        "Find the area of a rectangle 3 cm by 5 cm.",
        ("area = 3 * 5 = {3 * 5}",),
        ("area = 2 * (3 + 5) = 16",),
    ),
    "radius_for_diameter": (
        "A circle has radius 3. Find its area.",
        ("area = pi * 3^2 = {3^2}pi",),
        ("area = pi * (3 * 2)^2 = 36pi",),
    ),
    "half_forgotten": (
        "Find the area of a triangle.",
        ("area = 4 * 5 / 2 = {4 * 5 / 2}",),
        ("area = 4 * 5 = 20",),
    ),
    "off_by_one": ("Pages 12 to 30.", ("pages = 30 - 12 = {30 - 12}",), ("pages = 30 - 12 + 1 = 19",)),
    "unfinished_answer": (*EQUATION, ("3x = 12",)),
    "premature_answer": (*LONG, ("= 2 + 12 - 5", "= 12")),
    "went_on": (*EQUATION, ("3x = 12", "x = 4", "x = 19")),
    "earlier_value_reported": (*CLIPS, ("later = 48 / 2 = 24", "total = 24")),
    "wrong_variable": (
        "Solve x + y = 5, x - y = 1",
        ("2x = {5 + 1}", "x = {6 / 2}", "y = {5 - 3}"),
        ("2x = 6", "y = 3", "y = 2"),
    ),
    "repeated_line": (*EQUATION, ("3x = 12", "3x = 12", "x = 4")),
    "swapped_lines": (*EQUATION, ("x = 4", "3x = 12")),
    "copied_line": (*EQUATION, ("3x = 12", "3x = 12")),
    "run_on_equals": (
        "Half of 12, then one more.",
        ("half = 12 / 2 = {12 / 2}", "more = 6 + 1 = {6 + 1}"),
        ("more = 12 / 2 = 6 + 1 = 7",),
    ),
}
