package dev.pollux.cli;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.HealthReport;
import dev.pollux.cli.pair.PairState;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.SyncReport;
import dev.pollux.server.redundancy.ServiceLevel;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is shown of one station, row by row, with how good that is. Pure. */
final class DiagRows {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int DEVICES_SHOWN = 10;
    private static final int HEALTHY_MIN = 200;

    private final List<Row> rows = new ArrayList<>();

    /** How good something is. */
    enum Mood {
        PLAIN,
        GOOD,
        WARN,
        BAD
    }

    /**
     * One row.
     *
     * @param name may be empty, if it belongs to the row before
     */
    record Row(String name, String value, Mood mood) {}

    private DiagRows() {}

    static List<Row> of(DiagReport report) {
        DiagRows all = new DiagRows();
        all.state(report);
        all.level(report);
        all.devices(report);
        all.partner(report);
        all.archive(report.archive(), report.sync(), report.detail("Preference"));
        all.health(report.health());
        all.past(report.station());
        DiagReport.Server server = report.server();
        all.add(
                "version",
                server.version()
                        + server.started()
                                .map(at -> ", since " + TIME.format(at))
                                .orElse(""),
                Mood.PLAIN);
        return List.copyOf(all.rows);
    }

    private void state(DiagReport report) {
        StationReport station = report.station();
        Mood mood = switch (station.state()) {
            case MASTER, STANDALONE, STANDBY -> Mood.GOOD;
            case UNDEFINED -> Mood.WARN;
            case FAULT -> Mood.BAD;
        };
        String current = report.detail("CurrentState");
        boolean finer =
                !current.isEmpty() && !current.equalsIgnoreCase(station.state().name());
        add(
                "state",
                station.state().text() + (finer ? " (" + current + ")" : "") + StatusText.term(station.term()),
                mood);
        add("", station.stateReason(), Mood.PLAIN);
        report.pending().ifPresent(what -> add("pending", what, Mood.WARN));
        report.server().maintenance().ifPresent(why -> add("maintenance", why.isEmpty() ? "yes" : why, Mood.WARN));
        if (!report.running()) {
            add("runtime", "is being deactivated", Mood.WARN);
        }
    }

    private void level(DiagReport report) {
        StationReport station = report.station();
        int level = station.serviceLevel().orElse(0);
        add(
                "level",
                (station.serviceLevel().isPresent()
                                ? level + " " + ServiceLevel.Band.of(level).text() + ": "
                                : "? ")
                        + station.serviceLevelReason(),
                level >= HEALTHY_MIN ? Mood.GOOD : Mood.WARN);
        report.level()
                .map(ServiceLevel::decisive)
                .filter(part -> level < HEALTHY_MIN && !part.remedy().isEmpty())
                .ifPresent(part -> add("", "-> " + part.remedy(), Mood.PLAIN));
    }

    private void devices(DiagReport report) {
        List<DiagReport.Device> lost =
                report.devices().stream().filter(each -> !each.connected()).toList();
        add(
                "devices",
                report.station().devices() + " connected",
                report.station().devicesConnected().equals(report.station().devicesConfigured())
                        ? Mood.GOOD
                        : Mood.BAD);
        lost.stream()
                .limit(DEVICES_SHOWN)
                .forEach(each -> add(
                        "",
                        each.name() + " is not connected" + (each.lastError().isEmpty() ? "" : ": " + each.lastError()),
                        Mood.WARN));
        if (lost.size() > DEVICES_SHOWN) {
            add("", "and " + (lost.size() - DEVICES_SHOWN) + " more", Mood.WARN);
        }
        add(
                "clients",
                report.station().clients().isPresent()
                        ? Long.toString(report.station().clients().getAsLong())
                        : "?",
                Mood.PLAIN);
    }

    private void partner(DiagReport report) {
        StationReport station = report.station();
        if (station.partner().isEmpty()) {
            return;
        }
        add("partner", StatusText.partner(station), station.partnerAvailable() ? Mood.GOOD : Mood.BAD);
        String own = report.detail("Validation");
        String theirs = report.detail("PartnerValidation");
        if (!own.isEmpty() && !theirs.isEmpty() && !own.equals(theirs)) {
            add("compared", own, Mood.WARN);
            add("", "partner: " + theirs, Mood.WARN);
        }
        String name = "links";
        for (String link : report.links()) {
            add(name, link, link.contains(" down") ? Mood.BAD : Mood.GOOD);
            name = "";
        }
        station.clockOffset()
                .filter(offset -> station.partnerAvailable())
                .ifPresent(offset -> add("clock offset", offset.toMillis() + " ms", Mood.PLAIN));
        boolean same = station.partnerFingerprint().isEmpty()
                || station.partnerFingerprint().equals(station.fingerprint());
        add("project", StatusText.project(station), same ? Mood.PLAIN : Mood.BAD);
    }

    private void archive(ArchiveReport archive, SyncReport sync, String preference) {
        if (!archive.archives()) {
            add("archive", "none", Mood.PLAIN);
            return;
        }
        boolean ill = !archive.fault().isEmpty() || !archive.queueError().isEmpty();
        add(
                "archive",
                String.format(
                        Locale.ROOT,
                        "%s, %.0f values/s, %s, %d gaps%s",
                        archive.engine(),
                        archive.rate(),
                        ArchiveText.size(archive.diskBytes()),
                        archive.gaps(),
                        archive.dropped() > 0 ? ", " + archive.dropped() + " values LOST" : ""),
                ill || archive.dropped() > 0 ? Mood.BAD : Mood.GOOD);
        if (ill) {
            add("", archive.fault().isEmpty() ? archive.queueError() : archive.fault(), Mood.BAD);
        }
        if (sync.phase().equals("none")) {
            return;
        }
        String filling = sync.phase().equals("filling")
                ? String.format(
                        Locale.ROOT,
                        ", %.0f%% done%s",
                        sync.progress(),
                        sync.remaining()
                                .map(left -> ", " + SyncText.span(left) + " left")
                                .orElse(""))
                : "";
        add("sync", SyncText.headline(sync) + filling, sync.needed() ? Mood.WARN : Mood.GOOD);
        if (!sync.trouble().isEmpty()) {
            add("", sync.trouble(), Mood.WARN);
        }
        if (!preference.isEmpty() && !preference.equals("none")) {
            add("", (preference.equals("self") ? "this archive" : "the partner's") + " is more up to date", Mood.WARN);
        }
    }

    private void health(HealthReport health) {
        add("health", health.overall(), health.healthy() ? Mood.GOOD : Mood.BAD);
        health.impairments().stream()
                .filter(each -> !health.overall().contains(each))
                .forEach(each -> add("", each, Mood.WARN));
        health.components().stream().filter(each -> each.endsWith("SILENT")).forEach(each -> add("", each, Mood.BAD));
        if (health.isolated()) {
            add("", "isolated: clients are sent away", Mood.BAD);
        }
    }

    private void past(StationReport station) {
        station.lastLoss().ifPresent(time -> add("partner lost", TIME.format(time), Mood.PLAIN));
        station.lastReturn().ifPresent(time -> add("partner back", TIME.format(time), Mood.PLAIN));
        station.lastSwitch().ifPresent(time -> add("last switch", StatusText.lastSwitch(time, station), Mood.PLAIN));
    }

    private void add(String name, String value, Mood mood) {
        rows.add(new Row(name, value, mood));
    }

    /** What is shown of a station that does not answer. */
    static List<Row> silent(Seen<DiagReport> silent, List<DiagReport> others) {
        DiagRows all = new DiagRows();
        if (silent.reason().equals(DiagEye.NOT_ASKED)) {
            return List.of(new Row("state", "being asked", Mood.PLAIN));
        }
        all.add("state", "NOT REACHABLE", Mood.BAD);
        all.add("", silent.reason(), Mood.BAD);
        for (DiagReport other : others) {
            StationReport station = other.station();
            if (!station.partner().isEmpty()) {
                boolean heard = station.partnerAvailable();
                all.add(
                        "seen by",
                        station.station() + " as " + StatusText.partner(station),
                        heard && station.partnerState() != PairState.FAULT ? Mood.WARN : Mood.BAD);
                station.lastLoss()
                        .filter(time -> !heard)
                        .ifPresent(time -> all.add("", "lost at " + TIME.format(time), Mood.PLAIN));
            }
        }
        return List.copyOf(all.rows);
    }
}
