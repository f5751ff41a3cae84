using Linli.Hall.Catalogue;
using Linli.Platform.Results;

namespace Linli.Hall.Proxy;

/// <summary>Whether somebody may come for somebody else (S93): this person, these items, this time, witnessed. Pure.</summary>
internal static class ProxyRules
{
    /// <summary>Longest validity.</summary>
    public const int MostDays = 90;

    /// <summary>Why the authorisation does not hold, or <c>null</c>; who stands there is compared apart.</summary>
    public static Problem? Refuse(ProxyRow? proxy, IReadOnlyList<Item> items, DateOnly today) =>
        items.FirstOrDefault(i => !i.Row.ByProxy) is { } own ? Problem.Invalid("way", "hall.proxy_own", $"“{own.Row.NameZh}”要本人来办。", $"“{own.Row.NameEn}” has to be done in person.")
        : proxy is null ? Problem.Invalid("proxy", "hall.proxy_unknown", "没有这个委托编号，请核对。", "There is no authorisation with this number: check it.")
        : proxy.State == ProxyState.Waiting ? Problem.Conflict("hall.proxy_waiting", "委托还没有经司法所见证。", "The justice office has not confirmed the authorisation yet.")
        : proxy.State == ProxyState.Revoked ? Problem.Conflict("hall.proxy_revoked", "委托人已经撤销这份委托。", "The principal has revoked this authorisation.")
        : proxy.State == ProxyState.Refused ? Problem.Conflict("hall.proxy_refused", "这份委托没有通过见证。", "This authorisation was not confirmed.")
        : today < proxy.From || today > proxy.Until ? Problem.Conflict("hall.proxy_expired", $"委托在 {proxy.From:yyyy-MM-dd} 至 {proxy.Until:yyyy-MM-dd} 有效。", $"It holds from {proxy.From:yyyy-MM-dd} to {proxy.Until:yyyy-MM-dd}.")
        : items.FirstOrDefault(i => !proxy.ItemCodes.Contains(i.Row.Code)) is { } other ? Problem.Conflict("hall.proxy_item", $"委托里没有“{other.Row.NameZh}”。", $"The authorisation does not name “{other.Row.NameEn}”.")
        : null;
}
