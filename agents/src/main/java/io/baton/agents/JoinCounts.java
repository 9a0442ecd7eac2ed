package io.baton.agents;

/**
 * What has become of the joins of one agent, and of their parts, since it was made. Each number is
 * right; together they may be of slightly different moments.
 *
 * @param open joins that wait for parts
 * @param completed joins that had all parts, or their quorum
 * @param timedOut joins that closed at their time limit
 * @param starved joins that closed because nothing of their run could complete them any more
 * @param failed joins that closed because an agent failed that could have brought a part
 * @param evicted joins that closed because too many were open
 * @param cancelled joins that closed with their run, without an answer
 * @param late parts that came after their join had closed, and opened no new one
 * @param duplicate parts that had come before
 * @param superfluous parts that found their slot full
 * @param reopened joins that were opened anew by a late part
 * @param forgotten closed joins that are remembered no longer, so that a late part, if one comes,
 *     opens a new join
 */
public record JoinCounts(
    int open,
    long completed,
    long timedOut,
    long starved,
    long failed,
    long evicted,
    long cancelled,
    long late,
    long duplicate,
    long superfluous,
    long reopened,
    long forgotten) {}
