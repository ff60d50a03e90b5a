"""Prints the table."""

from tests.bench import against_fit, against_jax, against_keras, sweep, watching


def main() -> None:
    """Measure everything and print it as Markdown."""
    peak = against_keras.matrix_product()
    keras_rows = [(row, None) for row in against_keras.rows() + against_fit.rows() + watching.rows()]
    print("| the same work | other | seconds | lab | times as fast | share of a matrix product's speed |")
    print("|---|---|---|---|---|---|")
    for row, operations in [*keras_rows, *against_jax.rows(), (sweep.row(), None)]:
        share = "" if operations is None else f"{operations / row.lab_seconds / peak:.0%}"
        times = f"{row.other_seconds:,.3g} | {row.lab_seconds:.3g} | {row.ratio:,.3g}"
        print(f"| {row.work} | {row.other} | {times} | {share} |")
    print(f"\nNumPy, product of two 4,096 x 4,096 float32 matrices: {peak / 1e9:.0f} GF/s.\n")
    size, took = sweep.memory()
    print(f"{sweep.MILLION:,} replicas as a sweep: {took:.0f} s, at most {size / 1e9:.2f} GB in all processes.\n")
    print("| first result of a new architecture, compile included | seconds |\n|---|---|")
    for name, seconds in against_keras.first_results():
        print(f"| {name} | {seconds:.2f} |")


main()
