using Linli.Cases;
using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Ways;

/// <summary>The five ways on a case: asked for, checked by their rules, and written down.</summary>
internal sealed class WayDesk(LinliDb db, HallDesk desk, IPeople people, FieldCipher cipher)
{
    /// <summary>Purpose of the keyed hashes of document numbers.</summary>
    public const string HashPurpose = "hall.proxy";

    /// <summary>Rows for the ways, or what stands against one.</summary>
    public async Task<Result<IReadOnlyList<WayRow>>> Check(HallRow hall, IReadOnlyList<WayWish> wishes, IReadOnlyList<Item> items, CancellationToken cancel)
    {
        if (wishes.Any(w => w is null || !Enum.IsDefined(w.Way)) || wishes.DistinctBy(w => w.Way).Count() != wishes.Count)
            return Problem.Invalid("ways", "hall.ways", "办理方式请从五种里选，每种一次。", "Choose among the five ways, each once.");
        var helpers = wishes.Any(w => w.Way == HallWay.Helped)
            ? (await people.StaffAround(ScopePath.Parse(hall.Scope, null), [Posts.DeskClerk, Posts.CommunityWorker, Posts.GridSteward], cancel)).Select(m => m.Account).ToHashSet() : [];
        var rows = new List<WayRow>();
        foreach (var wish in wishes)
        {
            var number = wish.Proxy?.Trim().ToUpperInvariant();
            var proxy = number is null ? null : await db.Unfiltered<ProxyRow>().AsNoTracking().SingleOrDefaultAsync(p => p.Number == number && p.Scope == hall.Scope, cancel);
            if (WayRules.Refuse(wish, items, helpers, proxy, HashOf(wish.AgentDocument), desk.Today, desk.Now) is { } refused)
                return refused;
            rows.Add(new() { Case = default, Way = wish.Way, Helper = wish.Helper, Reason = wish.Reason, Proxy = proxy?.Id, AppointmentAt = wish.AppointmentAt?.ToUniversalTime(), By = desk.Caller.Account, At = desk.Now });
        }

        return rows;
    }

    public void Write(CaseId id, IReadOnlyList<WayRow> rows) => db.Records<WayRow>().AddRange(rows.Select(r => new WayRow
    {
        Case = id, Way = r.Way, Helper = r.Helper, Reason = r.Reason, Proxy = r.Proxy, AppointmentAt = r.AppointmentAt is { } at ? Clock.ToMicroseconds(at) : null, By = r.By, At = r.At,
    }));

    /// <summary>What a document number is compared by; <c>null</c> where it is none.</summary>
    public string? HashOf(string? number) => IdentityNumber.TryParse(number, out var parsed, out _, desk.Today) ? cipher.Hash(HashPurpose, parsed.Value) : null;
}
