package dev.pollux.server.message.log;

import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers other stations' questions for messages. Safe for use by any threads; an answer is bounded. */
public final class MessageDesk {
    private final MessageLog log;
    private final List<String> stations;

    /**
     * Over a log.
     *
     * @param stations of the set
     */
    public MessageDesk(MessageLog log, List<String> stations) {
        this.log = log;
        this.stations = List.copyOf(stations);
    }

    /**
     * Answers one question.
     *
     * @throws IllegalArgumentException if it cannot be understood
     * @throws dev.pollux.archive.ArchiveException if the log cannot be read
     */
    public byte[] answer(byte[] question) {
        Map<String, Long> known = MessagePages.question(question);
        List<Message> messages = new ArrayList<>();
        for (String station : stations) {
            int left = MessagePages.MESSAGES_MAX - messages.size();
            if (left > 0) {
                messages.addAll(log.after(station, known.getOrDefault(station, 0L), left));
            }
        }
        return MessagePages.answer(messages);
    }
}
