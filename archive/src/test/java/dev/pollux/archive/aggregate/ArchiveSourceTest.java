package dev.pollux.archive.aggregate;

import static dev.pollux.archive.aggregate.Historian.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Page by page through an archive of 1,000 samples, one a second. */
class ArchiveSourceTest {
    private static final Series LEVEL = Series.of("T100.Level");
    private static final List<ArchivedSample> SAMPLES = IntStream.range(0, 1000)
            .mapToObj(second -> new ArchivedSample(at(second), at(second), 0, Value.of(second)))
            .toList();

    private final List<Page.Request> requests = new ArrayList<>();

    @Test
    void allSamplesComeOnceWhateverThePages() {
        ArchiveSource source = new ArchiveSource(archive(List.of()), LEVEL, TimeRange.ALL, 100, 0);

        assertThat(all(source.onward(at(3)))).isEqualTo(SAMPLES.subList(3, 1000));
        assertThat(requests)
                .extracting(Page.Request::limit)
                .startsWith(8, 64, 100, 100)
                .endsWith(100);

        List<ArchivedSample> back = new ArrayList<>(SAMPLES.subList(0, 3));
        Collections.reverse(back);
        assertThat(all(source.backward(at(3)))).isEqualTo(back);
    }

    // The bounding value of one instant must not cost a page of thousands.
    @Test
    void aBoundIsASmallPage() {
        ArchiveSource source = new ArchiveSource(archive(List.of()), LEVEL, TimeRange.ALL, 10_000, 0);

        assertThat(source.backward(at(500)).next().time()).isEqualTo(at(499));

        assertThat(requests).extracting(Page.Request::limit).containsExactly(8);
    }

    @Test
    void nothingIsLookedForOutsideOfTheLimits() {
        TimeRange within = new TimeRange(at(10), at(20));
        ArchiveSource source = new ArchiveSource(archive(List.of()), LEVEL, within, 100, 0);

        assertThat(all(source.onward(at(0)))).isEqualTo(SAMPLES.subList(10, 20));
        assertThat(all(source.onward(at(25)))).isEmpty();
        assertThat(all(source.backward(at(10)))).isEmpty();
        assertThat(all(source.backward(at(999)))).hasSize(10);
    }

    @Test
    void annotationsAreAllThere() {
        List<Annotation> notes = IntStream.range(0, 2500)
                .mapToObj(number -> new Annotation(at(5), "", "u" + number, at(number)))
                .toList();
        ArchiveSource source = new ArchiveSource(archive(notes), LEVEL, TimeRange.ALL, 100, 0);
        int count = 0;
        for (Iterator<Annotation> all = source.annotations(new TimeRange(at(0), at(10))); all.hasNext(); count++) {
            all.next();
        }

        assertThat(count).isEqualTo(2500);
    }

    private static List<ArchivedSample> all(Iterator<ArchivedSample> samples) {
        List<ArchivedSample> all = new ArrayList<>();
        samples.forEachRemaining(all::add);
        return all;
    }

    /** Only what a source asks for; the store itself has its own tests. */
    private Archive archive(List<Annotation> notes) {
        InvocationHandler answers = (self, method, arguments) -> switch (method.getName()) {
            case "read" -> read((Page.Request) Objects.requireNonNull(arguments)[0]);
            case "annotations" -> notes.subList(0, Math.min((int) Objects.requireNonNull(arguments)[2], notes.size()));
            default -> throw new UnsupportedOperationException(method.getName());
        };
        return (Archive)
                Proxy.newProxyInstance(Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, answers);
    }

    private Page read(Page.Request request) {
        requests.add(request);
        List<ArchivedSample> found = new ArrayList<>(SAMPLES.stream()
                .filter(sample -> request.range().contains(sample.time()))
                .toList());
        if (request.reverse()) {
            Collections.reverse(found);
        }
        if (found.size() <= request.limit()) {
            return new Page(found, Optional.empty());
        }
        List<ArchivedSample> page = found.subList(0, request.limit());
        return new Page(page, request.after(page.get(page.size() - 1).time()));
    }
}
