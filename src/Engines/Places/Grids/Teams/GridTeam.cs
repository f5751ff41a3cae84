using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>The team of a grid (1+3+N, R09) and its micro-grids.</summary>
/// <param name="Grid">Code of the grid.</param>
internal sealed record GetGridTeam(string Grid) : IQuery<GridTeam>;

/// <summary>Who works in a grid.</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="Members">The steward first, then leader, full-time, part-time, helpers.</param>
/// <param name="Missing">Roles that nobody holds: leader, fullTime, partTime.</param>
/// <param name="Micro">Micro-grids.</param>
/// <param name="HomesInNoMicro">Homes of the grid that are in none of them; 0 where there are no micro-grids.</param>
internal sealed record GridTeam(string Grid, IReadOnlyList<GridTeamMember> Members, IReadOnlyList<GridRole> Missing, IReadOnlyList<MicroGridLine> Micro, int HomesInNoMicro);

/// <summary>Somebody of the team.</summary>
/// <param name="Id">Id of the membership; <c>null</c> for the steward, who is changed with the grid.</param>
/// <param name="Role">leader, fullTime, partTime or helper.</param>
/// <param name="Name">Full name of staff, or what a helper is called.</param>
/// <param name="Account">Account of staff.</param>
/// <param name="Micro">Code of the micro-grid a helper looks after.</param>
/// <param name="Gone">The person works here no longer: somebody else is needed.</param>
internal sealed record GridTeamMember(Guid? Id, GridRole Role, string Name, Guid? Account, string? Micro, bool Gone);

/// <summary>A micro-grid.</summary>
internal sealed record MicroGridLine(string Code, Phrase Name, IReadOnlyList<string> Parts, int Homes);

/// <summary>Puts somebody into the team of a grid.</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="Role">leader, fullTime, partTime or helper.</param>
/// <param name="Account">A member of staff.</param>
/// <param name="Name">Instead of an account, the name of a helper, 2–40 characters.</param>
/// <param name="Micro">Code of the micro-grid a helper looks after.</param>
internal sealed record AddGridMember(string Grid, GridRole? Role, Guid? Account = null, string? Name = null, string? Micro = null)
    : ICommand<GridMemberAdded>, IValidated, IAudited
{
    public string? AuditSubject => Grid;

    public IEnumerable<Problem> Problems()
    {
        if (Role is null)
            yield return Problem.Invalid("role", "places.role_missing", "请选择角色。", "Choose the role.");
        if (Account is null && Role != GridRole.Helper)
            yield return Problem.Invalid("account", "places.member_account", "网格长和网格员必须是在岗的工作人员。", "Leaders and grid workers are members of staff.");
        if (Account is null && Role == GridRole.Helper && Name?.Trim() is not { Length: >= 2 and <= 40 })
            yield return Problem.Invalid("name", "places.helper_name", "请填写称呼（2–40 个字）。", "Say what the helper is called (2–40 characters).");
    }
}

/// <summary>The membership.</summary>
internal sealed record GridMemberAdded(Guid Id);

/// <summary>Somebody leaves the team.</summary>
/// <param name="Id">The membership.</param>
internal sealed record RemoveGridMember(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class GridTeamHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, IStewardRoster roster, TimeProvider time)
    : IHandler<GetGridTeam, GridTeam>, IHandler<AddGridMember, GridMemberAdded>, IHandler<RemoveGridMember, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/grids/{grid}/team", (string grid, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetGridTeam(grid), cancel))
            .Needs(PlacesPermissions.Grids);
        api.MapPost("/places/grids/{grid}/team", (string grid, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new AddGridMember(grid, body.Role, body.Account, body.Name, body.Micro), cancel)).Needs(PlacesPermissions.Manage);
        api.MapDelete("/places/grids/team/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveGridMember(id), cancel))
            .Needs(PlacesPermissions.Manage);
    }

    public async Task<Result<GridTeam>> Handle(GetGridTeam request, CancellationToken cancel)
    {
        if (memory.Current.Tree.FindCode(request.Grid) is not { Kind: PlaceKind.Grid } grid || !caller.Value.May(PlacesPermissions.Grids, grid.Path))
            return PlaceProblems.NoGrid("grid");
        var rows = await db.Records<GridMember>().AsNoTracking().Where(m => m.Grid == grid.Path && m.To == null).OrderBy(m => m.From).ToListAsync(cancel);
        Guid? steward = memory.Current.Stewards.TryGetValue(grid.Path, out var known) ? known : null;
        var names = await roster.NamesOf([.. rows.Select(m => m.Account).Append(steward).OfType<Guid>().Distinct()], cancel);
        var working = await roster.Working([.. names.Keys], cancel);
        var members = new List<GridTeamMember>();
        if (steward is { } account)
            members.Add(new(null, GridRole.FullTime, names.GetValueOrDefault(account, ""), account, null, !working.Contains(account)));
        members.AddRange(rows.OrderBy(m => m.Role).Select(m => new GridTeamMember(
            m.Id, m.Role, m.Account is { } who ? names.GetValueOrDefault(who, "") : m.Name!, m.Account, m.Micro, m.Account is { } staff && !working.Contains(staff))));
        GridRole[] missing = [.. new[] { GridRole.Leader, GridRole.FullTime, GridRole.PartTime }.Where(r => !members.Exists(m => m.Role == r && !m.Gone))];
        var (micro, none) = await Micro(grid, cancel);
        return new GridTeam(grid.Code, members, missing, micro, none);
    }

    public async Task<Result<GridMemberAdded>> Handle(AddGridMember request, CancellationToken cancel)
    {
        if (memory.Current.Tree.FindCode(request.Grid) is not { Kind: PlaceKind.Grid } grid || !caller.Value.May(PlacesPermissions.Manage, grid.Path))
            return PlaceProblems.NoGrid("grid");
        if (request.Account is { } account && !(await roster.Working([account], cancel)).Contains(account))
            return Problem.Invalid("account", "places.member_not_staff", "必须是在岗的工作人员。", "Choose a member of staff.");
        if (request.Micro is { } code && !await db.Records<MicroGrid>().AnyAsync(m => m.Code == code && m.Grid == grid.Path, cancel))
            return Problem.Invalid("micro", "places.micro_unknown", "本网格没有这个微网格。", "This grid has no such micro-grid.");
        var here = await db.Records<GridMember>().Where(m => m.Grid == grid.Path && m.To == null).ToListAsync(cancel);
        if (here.Exists(m => m.Account is not null && m.Account == request.Account && m.Role == request.Role))
            return Problem.Conflict("places.member_known", "此人已在网格团队里。", "This person is in the team already.");
        var now = Clock.Now(time);
        // A grid has one leader: the new one takes the place of the one before.
        if (request.Role == GridRole.Leader)
            foreach (var before in here.Where(m => m.Role == GridRole.Leader))
                before.To = now;
        var member = new GridMember
        {
            Id = Guid.CreateVersion7(now), Grid = grid.Path, Role = request.Role!.Value, Account = request.Account,
            Name = request.Account is null ? request.Name!.Trim() : null, Micro = request.Micro, From = now,
        };
        db.Records<GridMember>().Add(member);
        return new GridMemberAdded(member.Id);
    }

    public async Task<Result<Done>> Handle(RemoveGridMember request, CancellationToken cancel)
    {
        var member = await db.Records<GridMember>().SingleOrDefaultAsync(m => m.Id == request.Id && m.To == null, cancel);
        if (member is null || !caller.Value.May(PlacesPermissions.Manage, member.Grid))
            return Problem.NotFound("places.member_not_found", "没有找到这位成员。", "This member was not found.");
        member.To = Clock.Now(time);
        return Done.It;
    }

    private async Task<(IReadOnlyList<MicroGridLine> Lines, int None)> Micro(Place grid, CancellationToken cancel)
    {
        var micro = await db.Records<MicroGrid>().AsNoTracking().Where(m => m.Grid == grid.Path).OrderBy(m => m.Code).ToListAsync(cancel);
        if (micro.Count == 0)
            return ([], 0);
        var homes = await db.Unfiltered<HomeRow>().Where(h => h.Grid == grid.Path)
            .GroupBy(h => new { h.Building, h.Unit }).Select(g => new { g.Key.Building, g.Key.Unit, Homes = g.Count() }).ToListAsync(cancel);
        int In(MicroGrid one) => homes.Where(h => MicroParts.Holds(one.Parts, h.Building.Code, h.Unit)).Sum(h => h.Homes);
        return (micro.ConvertAll(m => new MicroGridLine(m.Code, (m.NameZh, m.NameEn), m.Parts.Split(' '), In(m))),
            homes.Where(h => !micro.Exists(m => MicroParts.Holds(m.Parts, h.Building.Code, h.Unit))).Sum(h => h.Homes));
    }

    private sealed record Body(GridRole? Role, Guid? Account = null, string? Name = null, string? Micro = null);
}

/// <summary>Which homes a micro-grid holds.</summary>
internal static class MicroParts
{
    public static bool Holds(string parts, string building, int unit) =>
        parts.Split(' ').Any(p => p == building || p == string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{building}:{unit}"));

    /// <summary>Whether two parts claim the same homes: a whole building claims each of its units.</summary>
    public static bool Clash(string one, string other)
    {
        var (first, second) = (one.Split(':'), other.Split(':'));
        return first[0] == second[0] && (first.Length == 1 || second.Length == 1 || first[1] == second[1]);
    }
}
