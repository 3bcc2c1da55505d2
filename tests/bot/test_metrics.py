"""The page for the operator."""

from bot.metrics import Metrics


def test_the_page_counts_and_sums_up():
    metrics = Metrics()
    for seconds in (0.01, 0.2, 99.0):
        metrics.asked("answered", seconds)
    page = metrics.page({"queue_length": 3})
    assert 'quoth_questions_total{status="answered"} 3' in page
    assert 'quoth_answer_seconds_bucket{le="0.05"} 1' in page
    assert 'quoth_answer_seconds_bucket{le="0.25"} 2' in page
    assert 'quoth_answer_seconds_bucket{le="+Inf"} 3' in page
    assert "quoth_answer_seconds_count 3" in page
    assert "quoth_queue_length 3" in page
    assert "quoth_verbatim_failures_total 0" in page
