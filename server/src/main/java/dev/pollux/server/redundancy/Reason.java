package dev.pollux.server.redundancy;

/** Why a station is in its state. The text is the same in log, node, command line and test. */
public enum Reason {
    STARTING("starting, looking for the partner"),
    NO_REDUNDANCY("no redundancy configured"),
    DISABLED("redundancy is switched off for commissioning"),
    PARTNER_ACTIVE("partner is already active"),
    NO_PARTNER_AT_START("partner not reachable within the start-up wait"),
    STARTED_TOGETHER("both started together and this station goes first"),
    PARTNER_LOST("partner failed: silent or refused on every link"),
    PARTNER_STOPPED("runtime of the partner was deactivated"),
    PARTNER_FAULT("partner is in Fault"),
    PARTNER_RESTARTED("partner restarted before its loss was noticed"),
    NO_MASTER("neither station was Master"),
    SUSPENDED("this process was suspended, looking for the partner"),
    WITNESS("the witness's lease is needed to lead and is not held"),
    SWITCHOVER("switchover by an operator"),
    BOTH_MASTERS("both were Master and the partner goes first"),
    PROCESS_CONNECTION("fewer devices connected than the partner has"),
    PROCESS_CONNECTION_REPAIRED("device connections repaired"),
    PLANT_NETWORK("cut off from the plant's network, and a partner is not"),
    PLANT_NETWORK_REPAIRED("back on the plant's network"),
    STOPPING("runtime is being deactivated and the partner leads"),
    DEFECT("defect in the station's own software");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** For operators, lower case, without a full stop. */
    public String text() {
        return text;
    }
}
