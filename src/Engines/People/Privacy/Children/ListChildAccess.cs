using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Children;

/// <summary>Requests to see children's data: one's own, and those one may decide about; open ones first.</summary>
internal sealed record ListChildAccess : IQuery<IReadOnlyList<ChildAccessLine>>;

/// <summary>A request.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Child">Id of the child.</param>
/// <param name="ChildName">Masked.</param>
/// <param name="By">Who asked.</param>
/// <param name="Fields">Which data.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="State">How far it is.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="Decision">Their reason.</param>
/// <param name="ValidUntil">Until when data may be seen.</param>
/// <param name="IsValid">Whether they may be seen now.</param>
/// <param name="IsMine">Whether the caller asked.</param>
/// <param name="MayDecide">Whether the caller may decide, or review an emergency.</param>
/// <param name="Views">How often data were seen on it.</param>
/// <param name="Review">What an approver found of an emergency.</param>
internal sealed record ChildAccessLine(
    Guid Id, Guid Child, string ChildName, string By, IReadOnlyList<PersonalField> Fields, string Reason, DateTimeOffset At, ChildAccessState State,
    string? DecidedBy, string? Decision, DateTimeOffset? ValidUntil, bool IsValid, bool IsMine, bool MayDecide, int Views, string? Review);

/// <summary>Children under 14 whose home lies where the caller may ask; by a part of the name. Names are masked.</summary>
/// <param name="Search">At least one character of the name or the home.</param>
internal sealed record FindChildren(string? Search) : IQuery<IReadOnlyList<ChildFound>>;

/// <summary>A child as staff may see it without an approval.</summary>
internal sealed record ChildFound(Guid Person, string Name, string Home);

internal sealed class ListChildAccessHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<ListChildAccess, IReadOnlyList<ChildAccessLine>>, IHandler<FindChildren, IReadOnlyList<ChildFound>>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/children/requests", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListChildAccess(), cancel))
            .Needs(PeoplePermissions.ChildAccess).WithTags("privacy").WithSummary("My requests to see children's data");
        api.MapGet("/privacy/children/to-decide", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListChildAccess(), cancel))
            .Needs(PeoplePermissions.ChildApprove).WithTags("privacy").WithSummary("Requests to see children's data, to decide");
        api.MapGet("/privacy/children", (string? search, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FindChildren(search), cancel))
            .Needs(PeoplePermissions.ChildAccess).WithTags("privacy").WithSummary("Children one may ask about, masked");
    }

    public async Task<Result<IReadOnlyList<ChildAccessLine>>> Handle(ListChildAccess request, CancellationToken cancel)
    {
        var (caller, now) = (current.Value, Clock.Now(time));
        var deciding = caller.ScopesFor(PeoplePermissions.ChildApprove);
        var rows = await db.Scoped<ChildAccess>(deciding, a => a.RequestedBy == caller.Account).AsNoTracking()
            .OrderByDescending(a => a.At).Take(Most).ToListAsync(cancel);
        var ids = rows.ConvertAll(a => a.Id);
        var children = rows.Select(a => a.ChildId).Distinct().ToArray();
        var names = await db.Records<Person>().Where(p => children.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var views = await db.Records<Contact.View>().Where(v => v.Approval != null && ids.Contains(v.Approval.Value) && v.Refused == null)
            .GroupBy(v => v.Approval!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return rows.ConvertAll(a => new ChildAccessLine(
            a.Id, a.ChildId, Masked.Name(names.GetValueOrDefault(a.ChildId)), a.RequestedByName, PersonalFields.Parse(a.Fields), a.Reason, a.At, a.State,
            a.DecidedByName ?? a.ReviewedByName, a.Decision, a.ValidUntil, ChildAccessRules.Covers(a, [], now), a.RequestedBy == caller.Account,
            deciding.Covers(a.Scope) && a.RequestedBy != caller.Account
                && (a.State == ChildAccessState.Open || (a.State == ChildAccessState.Emergency && a.ReviewedAt is null)),
            views.GetValueOrDefault(a.Id), a.Review)).OrderByDescending(a => a.MayDecide).ToList();
    }

    public async Task<Result<IReadOnlyList<ChildFound>>> Handle(FindChildren request, CancellationToken cancel)
    {
        if (request.Search?.Trim() is not { Length: >= 1 and <= 60 } search)
            return Problem.Invalid("search", "search_missing", "请输入姓名或房号的一部分。", "Type a part of the name or the home.");
        var now = Clock.Now(time);
        var youngest = LocalTime.DateOf(now).AddYears(-ConsentAge);
        var found = await db.Scoped<HomeTie>(current.Value.ScopesFor(PeoplePermissions.ChildAccess)).Where(t => t.To == null || t.To > now)
            .Join(db.Records<Person>().Where(p => p.ErasedAt == null && p.BirthDate > youngest), t => t.PersonId, p => p.Id, (t, p) => new { p.Id, p.Name, t.HomeLabel })
            .Where(x => x.Name!.Contains(search) || x.HomeLabel.Contains(search)).OrderBy(x => x.HomeLabel).Take(50).ToListAsync(cancel);
        return found.ConvertAll(x => new ChildFound(x.Id, Masked.Name(x.Name), x.HomeLabel));
    }

    private const int ConsentAge = Consents.ConsentRules.GuardianAge;
}
