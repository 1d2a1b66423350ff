package dev.pollux.server;

import dev.pollux.server.maintenance.Maintenance;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.ModeRules;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.PartnerView.Availability;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevelRules;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.loop.PairHistory;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.LinkStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import dev.pollux.server.source.DeviceStatus;
import dev.pollux.server.space.StationServer;
import dev.pollux.server.space.system.SystemValues;
import dev.pollux.server.space.system.SystemValues.DeviceCount;
import dev.pollux.server.space.system.SystemValues.Partner;
import dev.pollux.server.space.system.SystemValues.Redundancy;
import dev.pollux.server.space.system.SystemValues.Times;
import dev.pollux.server.space.system.Topology;
import dev.pollux.server.space.system.Topology.Member;
import dev.pollux.server.space.system.Topology.MemberState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What clients are shown, computed from what the pair and the devices know. Pure. */
final class StationValues {
    private final Project project;
    private final StationConfig config;
    private final ModeRules mode;
    private final ServiceLevelRules levels;

    StationValues(Project project, StationConfig config) {
        this.project = project;
        this.config = config;
        mode = new ModeRules(project.redundancy().mode());
        levels = new ServiceLevelRules(mode, project.redundancy().switchClients());
    }

    ServiceLevelRules levels() {
        return levels;
    }

    ModeRules mode() {
        return mode;
    }

    SystemValues system(PairSnapshot pair, List<DeviceStatus> devices) {
        RoleState role = pair.state().role();
        return new SystemValues(
                config.station(),
                role.code(),
                role == RoleState.MASTER,
                masterName(pair),
                redundancy(pair),
                devices.stream().map(StationValues::device).toList());
    }

    private String masterName(PairSnapshot pair) {
        if (pair.state().role() == RoleState.MASTER) {
            return config.station();
        }
        return pair.masterAmongPartners().orElse("");
    }

    private Redundancy redundancy(PairSnapshot pair) {
        return new Redundancy(
                pair.state().role().name(),
                pair.state().reason().text(),
                pair.state().term(),
                project.redundancy().defaultMaster().orElse(""),
                pair.serviceLevel().reason(),
                partner(pair),
                count(pair.own()),
                pair.clients(),
                pair.links().stream().map(StationValues::line).toList(),
                project.fingerprint(),
                times(pair.history()));
    }

    private Partner partner(PairSnapshot pair) {
        String name = pair.partner().name();
        Optional<PartnerReport> report = pair.partner().report();
        Optional<PartnerStation> said = pair.partnerStation();
        if (report.isEmpty() || said.isEmpty()) {
            return Partner.unknown(name);
        }
        boolean available = pair.partner().availability() == Availability.AVAILABLE;
        // A silent partner is not shown as healthy: state Undefined, level 0, no devices.
        return new Partner(
                name,
                available,
                available ? report.get().state().code() : RoleState.UNDEFINED.code(),
                available ? said.get().serviceLevel() : 0,
                available ? count(report.get().validation()) : new DeviceCount(0, 0),
                said.get().fingerprint(),
                pair.clockOffset().orElse(Duration.ZERO));
    }

    private static DeviceCount count(Validation validation) {
        return new DeviceCount(validation.devicesConnected(), validation.devicesConfigured());
    }

    private static String line(LinkStatus link) {
        String kind = link.facts().kind().name().toLowerCase(Locale.ROOT);
        return link.name() + " (" + kind + ", " + link.facts().address() + "): own to partner "
                + (link.ownToPartner() ? "up" : "down") + ", partner to own " + (link.partnerToOwn() ? "up" : "down")
                + link.facts().trouble().map(why -> ": " + why.text()).orElse("");
    }

    private static Times times(PairHistory history) {
        return new Times(
                history.lastLoss(),
                history.lastReturn(),
                history.lastSwitch(),
                history.lastSwitchReason().map(Reason::text).orElse(""),
                history.lastSwitchDuration().orElse(Duration.ZERO));
    }

    private static SystemValues.Device device(DeviceStatus status) {
        return new SystemValues.Device(
                status.name(),
                status.connected(),
                status.reconnects(),
                status.overruns(),
                status.lastCycle(),
                status.lastError().orElse(""));
    }

    Topology topology(PairSnapshot pair, Optional<Maintenance> maintenance) {
        List<Member> members = project.redundancy().acting(config.station()).stream()
                .map(name -> name.equals(config.station()) ? self(pair, maintenance) : member(name, pair.partner(name)))
                .toList();
        return new Topology(
                project.applicationUri(config.station()),
                members,
                maintenance.flatMap(Maintenance::until),
                mode.backup(
                        pair.state().role(),
                        pair.serviceLevel().value(),
                        pair.partner(),
                        pair.partnerStation().map(PartnerStation::serviceLevel).orElse(0)));
    }

    private Member self(PairSnapshot pair, Optional<Maintenance> maintenance) {
        return new Member(
                project.applicationUri(config.station()),
                config.station(),
                StationServer.discoveryUrls(config),
                pair.serviceLevel().value(),
                maintenance.isPresent() || mode.inactive(pair.state().role(), pair.partner())
                        ? MemberState.SUSPENDED
                        : MemberState.RUNNING);
    }

    /** A partner in a Cold set that does not lead; it sees this station too. */
    private boolean inactive(PartnerView partner) {
        return partner.present()
                .filter(report -> mode.inactive(report.state(), partner))
                .isPresent();
    }

    private Member member(String name, Optional<PairSnapshot.Partner> partner) {
        Optional<PartnerStation> said = partner.flatMap(PairSnapshot.Partner::station);
        List<String> urls = said.map(PartnerStation::discoveryUrls)
                .filter(list -> !list.isEmpty())
                .orElseGet(() -> new StationPartners(project, config)
                        .links(name).stream()
                                .filter(link -> link.kind() == PartnerLink.Kind.MAIN)
                                .flatMap(link -> link.urls().stream())
                                .toList());
        Availability availability =
                partner.map(each -> each.view().availability()).orElse(Availability.UNKNOWN);
        int level = availability == Availability.AVAILABLE
                ? said.map(PartnerStation::serviceLevel).orElse(0)
                : 0;
        MemberState state = switch (availability) {
            // Level 0 of a partner that speaks is maintenance.
            case AVAILABLE ->
                level == 0 || partner.filter(each -> inactive(each.view())).isPresent()
                        ? MemberState.SUSPENDED
                        : MemberState.RUNNING;
            case STOPPED -> MemberState.SHUTDOWN;
            case LOST -> MemberState.COMMUNICATION_FAULT;
            case UNKNOWN, LISTENING, UNSURE -> MemberState.UNKNOWN;
        };
        return new Member(project.applicationUri(name), name, urls, level, state);
    }
}
