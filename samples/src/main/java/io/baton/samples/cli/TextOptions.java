package io.baton.samples.cli;

import io.baton.samples.models.ModelAddress;
import java.util.Optional;

/**
 * How texts are analyzed.
 *
 * @param batchSize how many events the dispatcher takes from its ring at once
 * @param concurrency how many texts an agent works on at the same time
 * @param sentences how many sentences a summary has at most
 * @param mostMegabytes how large a text may be
 * @param json whether results are printed for programs
 * @param model which model does the work; empty for none
 */
record TextOptions(
    int batchSize,
    int concurrency,
    int sentences,
    int mostMegabytes,
    boolean json,
    Optional<ModelAddress> model) {}
