package report;

import analysis.Calculation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import series.FileHead;
import series.SeriesReader;

/**
 * Calculates a file of any size on all processors, in little memory.
 *
 * <p>One thread reads blocks of lines. A thread for each processor calculates them. The caller's thread joins the results in the
 * file's order and writes them. The number of blocks is fixed, so a quicker thread waits for a slower one.
 */
final class SeriesRun implements AutoCloseable {
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final int blocks = processors + 3;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(blocks);
    /** The blocks in the file's order. null ends them. */
    private final BlockingQueue<Future<Block>> filled = new ArrayBlockingQueue<>(blocks + 1);

    private final ExecutorService threads = Executors.newFixedThreadPool(processors + 1, task -> {
        Thread thread = new Thread(task, "series");
        thread.setDaemon(true);
        return thread;
    });
    private final InputStream opened;
    private final Groups groups;
    private final Function<FileHead, Calculation> calculationFor;
    private Calculation calculation;
    private FileHead head;
    private SeriesReader reader;

    /** @param groups null for none */
    SeriesRun(InputStream opened, Groups groups, Function<FileHead, Calculation> calculationFor) {
        this.opened = opened;
        this.groups = groups;
        this.calculationFor = calculationFor;
    }

    FileHead head() {
        return head;
    }

    Calculation calculation() {
        return calculation;
    }

    /**
     * Runs the calculation and returns the totals.
     *
     * @param csv takes a header and a line for each row; null for none
     */
    Totals run(SeriesFile file, OutputStream csv) throws IOException {
        for (int i = 0; i < blocks; i++) {
            free.add(new Block());
        }
        Block first = free.remove();
        reader = file.read(opened);
        head = reader.head();
        calculation = calculationFor.apply(head);
        first.part = reader.next(first.buffer);
        if (csv != null) {
            CsvHead.write(head, calculation, csv);
        }
        Totals totals = new Totals(reader.linesBefore(), groups != null);
        threads.submit(() -> read(first, csv != null));
        try {
            Block block = filled.take().get();
            while (block != null) {
                totals.add(block);
                if (csv != null) {
                    csv.write(block.csv.bytes(), 0, block.csv.length());
                }
                free.add(block);
                block = filled.take().get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the calculation was stopped");
        }
        return totals;
    }

    /** Reads blocks as they become free, and gives them to the calculating threads. Errors are handed on to the caller's thread. */
    private Void read(Block first, boolean writesCsv) throws InterruptedException {
        try {
            Block block = first;
            block.keepsRows = true;
            while (block.part != null) {
                Block next = block;
                filled.put(threads.submit(() -> {
                    next.fill(calculation, groups, writesCsv);
                    return next;
                }));
                block = free.take();
                block.keepsRows = false;
                block.part = reader.next(block.buffer);
                if (block.part != null) {
                    block.buffer = block.part.buffer();
                }
            }
            filled.put(CompletableFuture.completedFuture(null));
        } catch (IOException | RuntimeException failed) {
            filled.put(CompletableFuture.failedFuture(failed));
        }
        return null;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
