package dev.pollux.archive.rocks;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import java.nio.file.Path;
import java.util.List;

/** A process that keeps messages until it is killed, and prints the sequence of each once it is kept. */
final class MessageWriterProcess {
    private MessageWriterProcess() {}

    static Message message(String station, long sequence) {
        long time = 1_000 * Ticks.PER_SECOND + sequence * 10;
        return new Message(station, sequence, time, time, 1012241, 400, "redundancy", "message " + sequence);
    }

    public static void main(String[] args) {
        try (RocksMessageLog log = RocksMessageLog.open(Path.of(args[0]), "CASTOR")) {
            for (long next = log.last("CASTOR") + 1; ; next++) {
                log.append(List.of(message("CASTOR", next)));
                System.out.println(next);
                System.out.flush();
            }
        }
    }
}
