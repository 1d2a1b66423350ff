package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSizeTest {
    @TempDir
    Path folder;

    // Compactions remove files while somebody asks how large the store is.
    @Test
    void filesThatAreRemovedMeanwhileDoNotMatter() throws Exception {
        Files.write(Files.createDirectory(folder.resolve("below")).resolve("kept"), new byte[1_000]);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> churn = CompletableFuture.supplyAsync(() -> churn(done));
        for (int i = 0; i < 2_000; i++) {
            assertThat(FolderSize.of(folder)).isGreaterThanOrEqualTo(1_000);
        }
        done.set(true);

        assertThat(churn.join()).as("control: files have come and gone").isGreaterThan(100);
        assertThat(FolderSize.of(folder)).isEqualTo(1_000);
    }

    private long churn(AtomicBoolean done) {
        long rounds = 0;
        try {
            for (; !done.get(); rounds++) {
                Path passing = folder.resolve("passing" + rounds % 7);
                Files.write(passing, new byte[10]);
                Files.delete(passing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rounds;
    }
}
