using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>Gates within the caller's places: which have their list, and which are late.</summary>
internal sealed record DeskGates : IQuery<IReadOnlyList<GateLine>>;

/// <summary>A gate as staff see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">What it opens.</param>
/// <param name="Name">What people call it.</param>
/// <param name="HasFace">Whether it can recognise faces within itself.</param>
/// <param name="OfflineMinutes">How long its list is good without the server.</param>
/// <param name="LastSeenAt">When it was last heard of.</param>
/// <param name="Online">Whether that was a moment ago.</param>
/// <param name="Applied">The last change it has confirmed.</param>
/// <param name="Version">The last change there is.</param>
/// <param name="Unconfirmed">Revocations it has not confirmed.</param>
/// <param name="AgeSeconds">For how long the oldest of them is waiting.</param>
/// <param name="Late">Whether that is more than 60 seconds.</param>
internal sealed record GateLine(
    Guid Id, ScopePath Place, Phrase Name, bool HasFace, int OfflineMinutes, DateTimeOffset? LastSeenAt, bool Online, long Applied, long Version, int Unconfirmed,
    int AgeSeconds, bool Late);

/// <summary>Who is tied to a home and how they come in.</summary>
/// <param name="Home">What people call the home, such as 和二-7-502.</param>
internal sealed record CredentialsOfHome(string? Home) : IQuery<IReadOnlyList<PersonAtGate>>;

/// <summary>A person of a home with their credentials.</summary>
/// <param name="Tie">Id of the tie.</param>
/// <param name="Name">Masked.</param>
/// <param name="Relation">Owner, tenant or family.</param>
/// <param name="Until">End of the lease.</param>
/// <param name="NotYet">Why no credential may be given yet.</param>
/// <param name="Credentials">Those that are good, and those that ended lately.</param>
internal sealed record PersonAtGate(
    Guid Tie, string Name, HomeRelation Relation, DateTimeOffset? Until, Phrase? NotYet, IReadOnlyList<CredentialLine> Credentials);

internal sealed class DeskGatesHandler(LinliDb db, CurrentCaller current, IHomeTies ties, IPeople people, MoveIn.MoveIns moveIns, GatesSeen seen, TimeProvider time)
    : IHandler<DeskGates, IReadOnlyList<GateLine>>, IHandler<CredentialsOfHome, IReadOnlyList<PersonAtGate>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/gates", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeskGates(), cancel))
            .Needs(ServicesPermissions.Credentials).WithTags("gates").WithSummary("Gates and what they have confirmed");
        api.MapGet("/gates/credentials", (UseCaseRunner runner, CancellationToken cancel, string? home = null) => runner.Answer(new CredentialsOfHome(home), cancel))
            .Needs(ServicesPermissions.Credentials).WithTags("gates").WithSummary("Credentials of a home");
    }

    public async Task<Result<IReadOnlyList<GateLine>>> Handle(DeskGates request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var gates = await db.Scoped<Gate>(current.Value.ScopesFor(ServicesPermissions.Credentials)).AsNoTracking()
            .Where(g => g.RetiredAt == null).OrderBy(g => g.Scope).ThenBy(g => g.NameZh).ToListAsync(cancel);
        var pending = await GateState.Pending(db, gates, now, cancel);
        var version = await db.Records<GateClock>().AsNoTracking().Select(c => c.Value).FirstOrDefaultAsync(cancel);
        return gates.Select(g => Line(g, pending.GetValueOrDefault(g.Id), version, now)).OrderByDescending(g => g.Late).ThenBy(g => g.Online).ToList();
    }

    public async Task<Result<IReadOnlyList<PersonAtGate>>> Handle(CredentialsOfHome request, CancellationToken cancel)
    {
        if (request.Home?.Trim() is not { Length: > 0 } label)
            return Problem.Invalid("home", "services.home_missing", "请填写房屋，例如 和二-7-502。", "Name the home, such as 和二-7-502.");
        var now = Clock.Now(time);
        var at = (await ties.AtHome(label, cancel)).Where(t => current.Value.May(ServicesPermissions.Credentials, t.Building)).ToList();
        var ids = at.ConvertAll(t => t.Id);
        var names = await people.NamesOf([.. at.Select(t => t.Account)], cancel);
        var rows = await db.Unfiltered<GateCredential>().AsNoTracking().Where(c => ids.Contains(c.Tie) && c.Kind != CredentialKind.Guest).OrderBy(c => c.At).ToListAsync(cancel);
        var found = new List<PersonAtGate>();
        foreach (var tie in at)
            found.Add(new(
                tie.Id, names.GetValueOrDefault(tie.Account) ?? "", tie.Relation, tie.To, (GateRules.LeaseUnknown(tie) ?? await moveIns.WhyNotYet(tie, cancel))?.Message,
                [.. rows.Where(c => c.Tie == tie.Id).OrderBy(c => c.RevokedAt != null).Select(c => CredentialLine.Of(c, now))]));
        return found;
    }

    private GateLine Line(Gate gate, PendingAtGate? pending, long version, DateTimeOffset now)
    {
        var heard = seen.Last(gate.Id) is { } here && (gate.LastSeenAt is null || here > gate.LastSeenAt) ? here : gate.LastSeenAt;
        return new(
            gate.Id, ScopePath.Parse(gate.Scope, null), (gate.NameZh, gate.NameEn), gate.HasFace, gate.OfflineMinutes, heard,
            heard is { } at && now - at <= GateRules.OfflineAfter, gate.Applied, version, pending?.Count ?? 0,
            pending is null ? 0 : (int)(now - pending.Since).TotalSeconds, pending?.IsLate(now) == true);
    }
}
