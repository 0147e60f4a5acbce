from backends.circuit import Circuit


class Stopwatch:
    def __init__(self):
        self.seconds = 1_000.0

    def __call__(self):
        return self.seconds


def a_circuit(**how):
    stopwatch = Stopwatch()
    return Circuit(failures=3, rest_s=30, stopwatch=stopwatch, **how), stopwatch


def fail(circuit, times=3):
    for _ in range(times):
        assert circuit.admits()
        circuit.failed()


def test_some_failures_among_successes_stop_nobody():
    circuit, _ = a_circuit()
    for _ in range(10):
        fail(circuit, 2)
        assert circuit.admits()
        circuit.worked()
    assert circuit.admits()


def test_after_failures_in_a_row_nobody_waits_for_the_service():
    circuit, stopwatch = a_circuit()
    fail(circuit)
    assert not circuit.admits()
    stopwatch.seconds += 29.9
    assert not circuit.admits()


def test_after_the_rest_one_call_finds_out_while_the_others_wait():
    circuit, stopwatch = a_circuit()
    fail(circuit)
    stopwatch.seconds += 30
    assert [circuit.admits() for _ in range(3)] == [True, False, False]


def test_a_probe_that_worked_lets_everybody_in():
    circuit, stopwatch = a_circuit()
    fail(circuit)
    stopwatch.seconds += 30
    assert circuit.admits()
    circuit.worked()
    assert [circuit.admits() for _ in range(3)] == [True, True, True]


def test_a_probe_that_failed_begins_another_rest():
    circuit, stopwatch = a_circuit()
    fail(circuit)
    stopwatch.seconds += 30
    fail(circuit, 1)
    stopwatch.seconds += 29
    assert not circuit.admits()
    stopwatch.seconds += 1
    assert circuit.admits()


def test_a_probe_nobody_waited_for_is_left_to_the_next_call():
    circuit, stopwatch = a_circuit()
    fail(circuit)
    stopwatch.seconds += 30
    assert circuit.admits()
    circuit.abandoned()
    assert circuit.admits()


def test_a_service_that_names_a_time_is_left_alone_for_that_long():
    circuit, stopwatch = a_circuit()
    assert circuit.admits()
    circuit.failed(asked_to_wait_s=12)
    stopwatch.seconds += 11
    assert not circuit.admits()
    stopwatch.seconds += 1
    assert circuit.admits()


def test_no_service_is_left_alone_for_longer_than_a_minute():
    circuit, stopwatch = a_circuit()
    circuit.failed(asked_to_wait_s=86_400)
    stopwatch.seconds += 60
    assert circuit.admits()
