package dev.pollux.server.redundancy.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SerialFramesTest {
    private static byte[] body(SplittableRandom random) {
        byte[] body = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? SerialFrames.BODY_MAX : 400)];
        random.nextBytes(body);
        return body;
    }

    private static List<byte[]> feed(SerialFrames frames, byte[] line, SplittableRandom random) {
        List<byte[]> bodies = new ArrayList<>();
        for (int at = 0; at < line.length; ) {
            int length = Math.min(1 + random.nextInt(300), line.length - at);
            bodies.addAll(frames.accept(Arrays.copyOfRange(line, at, at + length), length));
            at += length;
        }
        return bodies;
    }

    // Whatever noise is between frames, and however the bytes are portioned: each whole frame arrives, nothing else
    // does.
    @Test
    void wholeFramesArriveThroughAnyNoiseInAnyPortions() {
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int i = 0; i < 12; i++) {
                byte[] body = body(random);
                byte[] frame = SerialFrames.frame(body);
                switch (random.nextInt(5)) {
                    case 0 -> { // Noise before it, sometimes one that begins like a frame.
                        byte[] noise = new byte[random.nextInt(200)];
                        random.nextBytes(noise);
                        line.writeBytes(noise);
                        line.writeBytes(random.nextInt(2) == 0 ? new byte[] {'P', 'X', 1} : new byte[0]);
                    }
                    case 1 -> // Half a frame before it.
                        line.write(frame, 0, random.nextInt(frame.length));
                    case 2 -> { // A damaged frame before it.
                        byte[] damaged = SerialFrames.frame(body(random));
                        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                        line.writeBytes(damaged);
                    }
                    default -> {
                        // Clean.
                    }
                }
                line.writeBytes(frame);
                sent.add(body);
            }
            // A half frame swallows what follows until its length has passed; the bodies inside are found then.
            line.writeBytes(new byte[SerialFrames.BODY_MAX + 32]);

            List<byte[]> arrived = feed(new SerialFrames(), line.toByteArray(), random);

            assertThat(arrived).as("seed " + seed).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(arrived.get(i)).as("seed " + seed + ", frame " + i).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void damageOfOneBitIsAlwaysFound() {
        byte[] frame = SerialFrames.frame(new byte[] {1, 2, 3, 4, 5});
        assertThat(new SerialFrames().accept(frame, frame.length)).hasSize(1);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(new SerialFrames().accept(damaged, damaged.length))
                    .as("bit " + bit)
                    .isEmpty();
        }
    }
}
