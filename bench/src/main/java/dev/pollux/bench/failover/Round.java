package dev.pollux.bench.failover;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What one fault cost. Times are in milliseconds, -1 where there is none.
 *
 * @param fault its name
 * @param mode of redundancy
 * @param round from 1
 * @param at wall clock at the fault
 * @param takeover from the fault to the other station's claim to be Master; -1 if it made none
 * @param roleGap how long no station that clients reach was Master, until all was well again
 * @param bothMaster how long both were
 * @param valueGap longest time in which the client got no good value
 * @param lost samples of the station that the client used in the end which it did not get
 * @param duplicate samples that it got twice
 * @param compared samples that could have been lost
 * @param levelFall from the fault to the fall of the station's ServiceLevel below 200; -1 if it did not fall
 * @param moves how often the client changed stations
 * @param archiveExpected instants of the polling grid, of all judged tags
 * @param archiveLost in neither archive although a station had sampled them
 * @param archiveUnpolled in neither archive and sampled by no station
 * @param archiveUnequal in one archive only, a second or more in a row
 * @param archiveMissed in one archive only, less than a second in a row
 * @param archiveTwice delivered twice by an archive
 * @param archiveHealed from the repair to archives without a difference; -1 if one remains
 * @param settled from the repair to a pair in which all is well; -1 if it did not come to that
 * @param seconds that the round took
 * @param note what is worth knowing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Round(
        String fault,
        String mode,
        int round,
        String at,
        long takeover,
        long roleGap,
        long bothMaster,
        long valueGap,
        long lost,
        long duplicate,
        long compared,
        long levelFall,
        long moves,
        long archiveExpected,
        long archiveLost,
        long archiveUnpolled,
        long archiveUnequal,
        long archiveMissed,
        long archiveTwice,
        long archiveHealed,
        long settled,
        long seconds,
        String note) {}
