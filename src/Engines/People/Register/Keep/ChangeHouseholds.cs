using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>Founds another household in a home of those who keep house by themselves (分户).</summary>
/// <param name="Ties">Ties of those who join it, all of this home.</param>
internal sealed record FoundHousehold(Guid[]? Ties) : ICommand<HouseholdFounded>, IValidated, IAudited
{
    /// <summary>The home.</summary>
    [JsonIgnore]
    public Guid Home { get; init; }

    public string? AuditSubject => Home.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Ties is not { Length: > 0 and <= 30 })
            yield return Problem.Invalid("ties", "register.household_empty", "请选择这一户的成员。", "Choose who belongs to the household.");
    }
}

/// <summary>The household.</summary>
internal sealed record HouseholdFounded(Guid Household);

internal sealed class FoundHouseholdHandler(LinliDb db, RegisterReach reach, IHomes homes, Outbox outbox, TimeProvider time)
    : IHandler<FoundHousehold, HouseholdFounded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/homes/{home:guid}/households", (Guid home, FoundHousehold request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Home = home }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Found a household in a home 分户");

    public async Task<Result<HouseholdFounded>> Handle(FoundHousehold request, CancellationToken cancel)
    {
        if (await homes.Find(new(request.Home), cancel) is not { } home || !RegisterReach.Covers(reach.Scopes(PeoplePermissions.KeepRegister), home))
            return RegisterProblems.NoHome;
        var now = Clock.Now(time);
        var ties = await db.Unfiltered<HomeTie>().Where(t => t.HomeId == request.Home && (t.To == null || t.To > now)).ToListAsync(cancel);
        var members = ties.Where(t => request.Ties!.Contains(t.Id)).ToList();
        if (members.Count != request.Ties!.Distinct().Count())
            return Problem.Invalid("ties", "register.tie_elsewhere", "有成员不属于这套房屋。", "Somebody chosen is not of this home.");
        var births = await Births(members, cancel);
        var head = members.OrderBy(m => m.From).FirstOrDefault(m => !GuardianRules.IsChild(births[m.PersonId], LocalTime.DateOf(now)));
        if (head is null)
            return Problem.Invalid("ties", "register.household_of_children", "一户至少要有一位成年人。", "A household has at least one grown-up.");

        var founded = RegisterBook.NewHousehold(home, head.PersonId, now);
        db.Insert(founded);
        foreach (var left in members.Where(m => m.HouseholdId is not null).Select(m => m.HouseholdId!.Value).Distinct().ToList())
            await Leave(left, members, ties, now, cancel);
        foreach (var member in members)
            member.HouseholdId = founded.Id;
        outbox.Add(RegisterChanged.At(head));
        return new HouseholdFounded(founded.Id);
    }

    private async Task Leave(Guid household, List<HomeTie> members, List<HomeTie> ties, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Unfiltered<Household>().SingleOrDefaultAsync(h => h.Id == household, cancel) is not { } old)
            return;
        if (members.Exists(m => m.PersonId == old.HeadPersonId))
            old.HeadPersonId = null;
        if (!ties.Exists(t => t.HouseholdId == household && !members.Contains(t)))
            old.To = now;
    }

    private async Task<Dictionary<Guid, DateOnly?>> Births(List<HomeTie> members, CancellationToken cancel)
    {
        var ids = members.ConvertAll(m => m.PersonId);
        return await db.Records<Person>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.BirthDate, cancel);
    }
}

/// <summary>Says who speaks for a household (户主): one of its grown-ups.</summary>
/// <param name="Person">Who.</param>
internal sealed record SetHead(Guid? Person) : ICommand<Done>, IAudited
{
    /// <summary>The household.</summary>
    [JsonIgnore]
    public Guid Household { get; init; }

    public string? AuditSubject => Household.ToString();
}

internal sealed class SetHeadHandler(LinliDb db, RegisterReach reach, Outbox outbox, TimeProvider time) : IHandler<SetHead, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/households/{household:guid}/head", (Guid household, SetHead request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Household = household }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Say who speaks for a household 设户主");

    public async Task<Result<Done>> Handle(SetHead request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var household = await db.Unfiltered<Household>().SingleOrDefaultAsync(h => h.Id == request.Household && (h.To == null || h.To > now), cancel);
        var tie = household is null ? null : await db.Unfiltered<HomeTie>()
            .FirstOrDefaultAsync(t => t.HouseholdId == request.Household && t.PersonId == request.Person && (t.To == null || t.To > now), cancel);
        if (household is null || !Covered(household))
            return Problem.NotFound("register.household_not_found", "没有找到这一户，或不在您的辖区。", "This household was not found, or lies outside your places.");
        if (tie is null)
            return Problem.Invalid("person", "register.head_elsewhere", "户主应是这一户的成员。", "The head is a member of the household.");
        var birth = await db.Records<Person>().Where(p => p.Id == request.Person).Select(p => p.BirthDate).SingleAsync(cancel);
        if (GuardianRules.IsChild(birth, LocalTime.DateOf(now)))
            return Problem.Invalid("person", "register.head_under_age", "未成年人不能登记为户主。", "A child cannot be the head of a household.");
        household.HeadPersonId = request.Person;
        outbox.Add(RegisterChanged.At(tie));
        return Done.It;
    }

    private bool Covered(Household household)
    {
        var scopes = reach.Scopes(PeoplePermissions.KeepRegister);
        return scopes.Covers(household.Scope) || (household.Grid is { } grid && scopes.Covers(grid));
    }
}
