using Linli.Hall.Catalogue;
using Linli.Hall.Proxy;
using Linli.Platform.Results;

namespace Linli.Hall.Ways;

/// <summary>One of the five ways as it is chosen, with what its rule asks for.</summary>
/// <param name="Way">Which.</param>
/// <param name="Helper">帮办: account of who helps from beginning to end.</param>
/// <param name="Reason">快办: why they go first.</param>
/// <param name="Proxy">代办: number of the authorisation.</param>
/// <param name="AgentDocument">代办: number on the document of who stands there; compared and not kept.</param>
/// <param name="AppointmentAt">特办: when.</param>
/// <param name="AgentCheck">代办: result of the network identity of who stands there, instead of a document (R43).</param>
internal sealed record WayWish(HallWay Way, Guid? Helper = null, PriorityReason? Reason = null, string? Proxy = null, string? AgentDocument = null, DateTimeOffset? AppointmentAt = null, Guid? AgentCheck = null);

/// <summary>What each of the five ways asks for (五办, S90). Pure.</summary>
internal static class WayRules
{
    /// <summary>Why a way cannot be taken, or <c>null</c>.</summary>
    /// <param name="wish">The way.</param>
    /// <param name="items">Items of the case.</param>
    /// <param name="helpers">Accounts that may help here.</param>
    /// <param name="proxy">The authorisation, where one with the number is there.</param>
    /// <param name="today">Local day.</param>
    /// <param name="now">Now.</param>
    public static Problem? Refuse(WayWish wish, IReadOnlyList<Item> items, IReadOnlySet<Guid> helpers, ProxyRow? proxy, DateOnly today, DateTimeOffset now) => wish.Way switch
    {
        HallWay.Helped when wish.Helper is not { } helper || !helpers.Contains(helper) =>
            Problem.Invalid("helper", "hall.way_helper", "全程帮办要指定一位大厅的帮办员。", "Name a member of the hall's staff who helps from beginning to end."),
        HallWay.GreenChannel when wish.Reason is null or PriorityReason.GreenChannel =>
            Problem.Invalid("reason", "hall.way_reason", "绿色通道要写明是老年人、残障、军人军属还是孕妇。", "Say why they go first: elderly, disabled, military, pregnant."),
        HallWay.Shorter when items.Any(i => i.Row.Shorter.Length == 0) =>
            Problem.Invalid("way", "hall.way_shorter", $"“{items.First(i => i.Row.Shorter.Length == 0).Row.NameZh}”没有可以简化的环节。", $"“{items.First(i => i.Row.Shorter.Length == 0).Row.NameEn}” has no steps to leave out."),
        HallWay.Proxy => ProxyRules.Refuse(proxy, items, today),
        HallWay.Special when wish.AppointmentAt is not { } at || at <= now || at > now.AddDays(60) =>
            Problem.Invalid("appointmentAt", "hall.way_appointment", "特事特办要约定 60 天内的时间。", "Agree on a time within 60 days."),
        _ => null,
    };
}
