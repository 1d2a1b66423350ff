package dev.pollux.server;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the parts of the station tell the operators. */
final class StationMessages implements Messages {
    private static final Logger LOG = LoggerFactory.getLogger(StationMessages.class);
    private static final int WARNING = 600;

    @Override
    public void raise(SystemMessage message, Object... values) {
        String text = message.text(values);
        if (message.severity() >= WARNING) {
            LOG.warn("{} {}", message.number(), text);
        } else {
            LOG.info("{} {}", message.number(), text);
        }
    }
}
