using Linli.Hall.Catalogue;
using Linli.Hall.Proxy;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Ways;

/// <summary>Ways that may be taken.</summary>
/// <param name="Wishes">Each with what its rule asks for.</param>
/// <param name="Proxy">The authorisation by which somebody comes for somebody else.</param>
internal sealed record ChosenWays(IReadOnlyList<WayWish> Wishes, ProxyRow? Proxy);

/// <summary>The five ways on a case: asked for, checked by their rules, written down, and told to who helps.</summary>
internal sealed class WayDesk(LinliDb db, HallDesk desk, IPeople people, INotices notices, ProxyIdentity identity)
{
    /// <summary>The ways, or what stands against one.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="scope">The place whose staff may help.</param>
    /// <param name="wishes">What is asked for.</param>
    /// <param name="items">For which items.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<ChosenWays>> Check(HallRow hall, string scope, IReadOnlyList<WayWish> wishes, IReadOnlyList<Item> items, CancellationToken cancel)
    {
        if (wishes.Any(w => w is null || !Enum.IsDefined(w.Way)) || wishes.DistinctBy(w => w.Way).Count() != wishes.Count)
            return Problem.Invalid("ways", "hall.ways", "办理方式请从五种里选，每种一次。", "Choose among the five ways, each once.");
        var helpers = wishes.Any(w => w.Way == HallWay.Helped)
            ? (await people.StaffAround(ScopePath.Parse(scope, null), HallPermissions.HelperPosts, cancel)).Select(m => m.Account).ToHashSet() : [];
        var proxy = wishes.FirstOrDefault(w => w.Way == HallWay.Proxy)?.Proxy?.Trim().ToUpperInvariant() is { Length: > 0 } number ? await Find(hall, number, cancel) : null;
        foreach (var wish in wishes)
            if (WayRules.Refuse(wish, items, helpers, proxy, desk.Today, desk.Now) is { } refused)
                return refused;
        if (proxy is not null && wishes.First(w => w.Way == HallWay.Proxy) is var asked
            && await identity.Differs("agent", proxy.AgentHash, proxy.AgentBy, asked.AgentDocument, asked.AgentCheck, cancel) is { } other)
            return other;
        return new ChosenWays(wishes, proxy);
    }

    /// <summary>Writes the ways down beside the file, and tells who helps.</summary>
    /// <param name="file">The file.</param>
    /// <param name="chosen">As <see cref="Check"/> let them pass.</param>
    /// <param name="link">Where the helper finds it.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task Write(FileRow file, ChosenWays chosen, string link, CancellationToken cancel)
    {
        db.Records<WayRow>().AddRange(chosen.Wishes.Select(w => new WayRow
        {
            Case = file.Case, Way = w.Way, Helper = w.Helper, Reason = w.Reason, Proxy = w.Way == HallWay.Proxy ? chosen.Proxy?.Id : null,
            AppointmentAt = w.AppointmentAt is { } at ? Clock.ToMicroseconds(at.ToUniversalTime()) : null, By = desk.Caller.Account, At = desk.Now,
        }));
        foreach (var helper in chosen.Wishes.Select(w => w.Helper).OfType<Guid>().Where(h => h != desk.Caller.Account))
            await notices.Tell(
                helper, "hall.helper", file.VisitAt is null ? ("请您全程帮办", "You help somebody") : ("请您上门办理", "You go to somebody's home"),
                file.VisitAt is { } visit
                    ? ($"{file.Number}：{Platform.Time.LocalTime.ToLocal(visit):M月d日 HH:mm} 上门，地址和要办的事在“上门办”里。", $"{file.Number}: on {Platform.Time.LocalTime.ToLocal(visit):d MMM HH:mm}; where and what for stands among the visits.")
                    : ($"{file.Number}：请从头到尾陪着办完。", $"{file.Number}: please stay with them until it is done."),
                link, $"hall.helper.{file.Case.Value:N}", cancel);
    }

    // One that was written down in the hall, or in one of its rooms.
    private async Task<ProxyRow?> Find(HallRow hall, string number, CancellationToken cancel)
    {
        var rooms = await desk.RoomScopes(hall, cancel);
        return await db.Unfiltered<ProxyRow>().AsNoTracking().SingleOrDefaultAsync(p => p.Number == number && (p.Scope == hall.Scope || rooms.Contains(p.Scope)), cancel);
    }
}
