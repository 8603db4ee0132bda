"""Work after an acknowledgement: bounded, tried again where that is safe, never done twice."""

import threading

from faq_bot.server.channels.worker import Again, Worker


def test_a_queue_that_is_full_takes_no_more_and_what_goes_on_has_room():
    worker, hold, done = Worker(room=1, threads=1), threading.Event(), []
    started = threading.Event()

    def first() -> None:
        started.set()
        hold.wait()
        done.append("first")

    assert worker.submit(first)
    started.wait()
    assert worker.submit(lambda: done.append("second"))
    assert not worker.submit(lambda: done.append("third"))
    assert worker.submit(lambda: done.append("goes on"), goes_on=True)
    hold.set()
    worker.settle()
    worker.close()
    assert done == ["first", "second", "goes on"]


def test_a_job_that_had_no_effect_is_tried_again_and_others_do_not_wait_for_it():
    worker, done = Worker(threads=1), []

    def refused_once() -> None:
        done.append("try")
        if done.count("try") == 1:
            raise Again

    worker.submit(refused_once)
    worker.submit(lambda: done.append("other"))
    worker.settle()
    worker.close()
    assert done == ["try", "other", "try"]


def test_a_job_that_failed_is_not_tried_again_and_the_next_one_is_done():
    worker, done = Worker(threads=1), []
    worker.submit(lambda: done.remove("nothing"), lambda: done.append("given up"))
    worker.submit(lambda: done.append("next"))
    worker.settle()
    worker.close()
    assert done == ["given up", "next"]


def test_what_would_take_too_long_is_given_up():
    worker, done = Worker(threads=1), []

    def refused() -> None:
        raise Again(3600)

    worker.submit(refused, lambda: done.append("given up"))
    worker.settle()
    worker.close()
    assert done == ["given up"]


def test_when_the_process_ends_what_waits_is_done_first():
    worker, done = Worker(threads=1), []
    for number in range(5):
        worker.submit(lambda number=number: done.append(number))
    worker.close()
    worker.settle()
    assert done == [0, 1, 2, 3, 4]


def test_jobs_of_one_lane_are_done_in_their_order_even_if_one_has_to_wait():
    worker, done = Worker(threads=4), []

    def refused_once() -> None:
        done.append("try")
        if done.count("try") == 1:
            raise Again

    worker.submit(refused_once, lane="thread")
    worker.submit(lambda: done.append("next"), lane="thread")
    worker.settle()
    worker.close()
    assert done == ["try", "try", "next"]
