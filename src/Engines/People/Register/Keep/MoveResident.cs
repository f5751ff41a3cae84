using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>
/// Moves somebody to another home: the old tie ends and the new one begins in the same instant, so that nobody is nowhere. With
/// <paramref name="Household"/> everybody of their household moves with them.
/// </summary>
/// <param name="Home">Id or label of the home they move to.</param>
/// <param name="Relation">How they are tied to it; as before when left out.</param>
/// <param name="LeaseEnd">Last day of the lease there.</param>
/// <param name="Share">An owner's share there.</param>
/// <param name="Household">Whether the family members of the household come along.</param>
internal sealed record MoveResident(string? Home, HomeRelation? Relation = null, DateOnly? LeaseEnd = null, string? Share = null, bool Household = false)
    : ICommand<ResidentMoved>, IValidated, IAudited
{
    /// <summary>The tie that is left.</summary>
    [JsonIgnore]
    public Guid Tie { get; init; }

    public string? AuditSubject => Tie.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Home) || Home.Length > 100)
            yield return Problem.Invalid("home", "home_missing", "请填写搬往的门牌。", "Say which home they move to.");
        if (!string.IsNullOrWhiteSpace(Share) && Rules.Share.Parse(Share) is null)
            yield return Rules.Share.Wrong;
    }
}

/// <summary>Where they live now.</summary>
internal sealed record ResidentMoved(Guid Home, string Label, int People);

internal sealed class MoveResidentHandler(LinliDb db, TieFinder finder, RegisterBook book, RegisterReach reach, IHomes homes, Outbox outbox, TimeProvider time)
    : IHandler<MoveResident, ResidentMoved>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/ties/{tie:guid}/move", (Guid tie, MoveResident request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Tie = tie }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Move somebody to another home 迁移");

    public async Task<Result<ResidentMoved>> Handle(MoveResident request, CancellationToken cancel)
    {
        var found = await finder.Running(request.Tie, cancel);
        if (!found.Ok)
            return found.As<ResidentMoved>();
        var to = Guid.TryParse(request.Home, out var id) ? await homes.Find(new(id), cancel) : await homes.FindLabel(request.Home!.Trim(), cancel);
        if (to is null || !RegisterReach.Covers(reach.Scopes(PeoplePermissions.KeepRegister), to))
            return Problem.Invalid("home", "home_unknown", "没有找到这套房屋，请核对门牌；搬往其他社区请先结束关系。", "This home was not found: check the door. For a move to another community end the tie.");
        if (to.Id.Value == found.Value.HomeId)
            return Problem.Invalid("home", "register.same_home", "已经住在这套房屋。", "They live in this home already.");

        var family = request.Household ? await Family(found.Value, cancel) : [];
        var facts = Facts(request, found.Value);
        var moved = await Move(found.Value, to, facts, family.Count > 0 && facts.Relation == HomeRelation.Owner ? OwnHousehold(found.Value, to) : null, cancel);
        if (!moved.Ok)
            return moved.As<ResidentMoved>();
        foreach (var tie in family)
            if (await Move(tie, to, new() { Relation = HomeRelation.Family }, moved.Value.HouseholdId, cancel) is { Ok: false } refused)
                return refused.As<ResidentMoved>();
        return new ResidentMoved(to.Id.Value, to.Label, 1 + family.Count);
    }

    // A family that moves in as owners keeps house by itself, whoever else lives there.
    private Guid OwnHousehold(HomeTie from, Home to)
    {
        var founded = RegisterBook.NewHousehold(to, from.PersonId, Clock.Now(time));
        db.Insert(founded);
        return founded.Id;
    }

    private async Task<Result<HomeTie>> Move(HomeTie from, Home to, TieFacts facts, Guid? household, CancellationToken cancel)
    {
        var person = await db.Records<Person>().SingleAsync(p => p.Id == from.PersonId, cancel);
        await book.End(from, TieEnd.MovedOut, Clock.Now(time), cancel);
        var tie = await book.AddTie(person, to, facts, household, cancel);
        if (tie.Ok)
        {
            outbox.Add(RegisterChanged.At(from));
            outbox.Add(RegisterChanged.At(tie.Value));
        }

        return tie;
    }

    private async Task<List<HomeTie>> Family(HomeTie tie, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return tie.HouseholdId is null
            ? []
            : await db.Unfiltered<HomeTie>().Where(t => t.HouseholdId == tie.HouseholdId && t.Id != tie.Id && t.Relation == HomeRelation.Family
                && (t.To == null || t.To > now)).ToListAsync(cancel);
    }

    private static TieFacts Facts(MoveResident request, HomeTie tie) => new()
    {
        Relation = request.Relation ?? tie.Relation, LeaseEnd = request.LeaseEnd, Share = Rules.Share.Parse(request.Share),
    };
}
