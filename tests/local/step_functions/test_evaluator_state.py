"""A compiled expression is kept and used again: nothing of an evaluation may be left in it for the next."""

import threading
import time

from local.step_functions import evaluate


def test_the_clock_of_an_expression_is_that_of_its_own_evaluation():
    first = evaluate("$millis()")
    evaluate("1 + 1")
    time.sleep(0.02)
    assert evaluate("$millis()") >= first + 20


def test_parallel_evaluations_of_one_expression_keep_apart():
    expression = "$map([1..50], function($n) { $n * $factor })"
    wrong = []

    def many(factor):
        for _ in range(30):
            if evaluate(expression, {"factor": factor}) != [n * factor for n in range(1, 51)]:
                wrong.append(factor)

    threads = [threading.Thread(target=many, args=(factor,)) for factor in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
