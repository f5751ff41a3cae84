using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>Adds somebody to a home: a new person, or one of the register who is found by document number and name.</summary>
/// <param name="Relation">owner, tenant or family.</param>
/// <param name="Name">Full name, 2–40 characters.</param>
/// <param name="IdentityNumber">Number of the document; birth date and sex are taken from it where it tells.</param>
/// <param name="Phone">Mobile number of their own.</param>
/// <param name="ContactPhone">Where to ring for somebody without one.</param>
/// <param name="BirthDate">Local date of birth.</param>
/// <param name="Sex">male or female.</param>
/// <param name="Share">An owner's share: <c>1/2</c> or <c>50%</c>.</param>
/// <param name="LeaseEnd">Last day of a tenant's lease.</param>
/// <param name="Since">Local date on which it began; today when left out.</param>
/// <param name="Household">Household they join; chosen by the relation when left out.</param>
/// <param name="UseKnown">Tie the person of the register with this document, if the name agrees, instead of refusing.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record AddResident(
    HomeRelation? Relation, string? Name, string? IdentityNumber = null, string? Phone = null, string? ContactPhone = null,
    DateOnly? BirthDate = null, Sex? Sex = null, string? Share = null, DateOnly? LeaseEnd = null, DateOnly? Since = null,
    Guid? Household = null, bool UseKnown = false, string? IdempotencyKey = null)
    : ICommand<ResidentAdded>, IValidated, IAudited, IRepeatable
{
    /// <summary>The home.</summary>
    [JsonIgnore]
    public Guid Home { get; init; }

    public string? AuditSubject => Home.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Relation is null)
            yield return Problem.Invalid("relation", "relation_missing", "请选择与房屋的关系。", "Say how the person is tied to the home.");
        if (!string.IsNullOrWhiteSpace(Share) && Rules.Share.Parse(Share) is null)
            yield return Rules.Share.Wrong;
        if (UseKnown && string.IsNullOrWhiteSpace(IdentityNumber))
            yield return Problem.Invalid("identityNumber", "register.identity_missing", "请填写证件号码，才能找到名册中的人。", "Give the document's number, by which the person is found.");
    }
}

/// <summary>Who was tied to the home.</summary>
internal sealed record ResidentAdded(Guid Person, Guid Tie, bool WasKnown);

internal sealed class AddResidentHandler(LinliDb db, RegisterBook book, RegisterReach reach, IHomes homes, Outbox outbox)
    : IHandler<AddResident, ResidentAdded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/homes/{home:guid}/people", (Guid home, AddResident request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request with { Home = home }, r => $"{Edge.Api}/register/people/{r.Person}", cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Add somebody to a home 登记住户");

    public async Task<Result<ResidentAdded>> Handle(AddResident request, CancellationToken cancel)
    {
        if (await homes.Find(new(request.Home), cancel) is not { } home || !RegisterReach.Covers(reach.Scopes(PeoplePermissions.KeepRegister), home))
            return RegisterProblems.NoHome;
        var known = request.UseKnown ? await Known(request, cancel) : null;
        var added = known is null ? await book.AddPerson(Facts(request), cancel) : known;
        if (!added.Value.Ok)
            return added.Value.As<ResidentAdded>();
        var tie = await book.AddTie(added.Value.Value, home, Tie(request), request.Household, cancel);
        if (!tie.Ok)
            return tie.As<ResidentAdded>();
        outbox.Add(RegisterChanged.At(tie.Value));
        return new ResidentAdded(tie.Value.PersonId, tie.Value.Id, known is not null);
    }

    // The number alone would make the register a place to ask whose it is: the name has to agree.
    private async Task<Result<Person>?> Known(AddResident request, CancellationToken cancel)
    {
        if (!IdentityNumber.TryParse(request.IdentityNumber, out var number, out _))
            return null;
        var hash = book.HashOf(number);
        var person = await db.Records<Person>().SingleOrDefaultAsync(p => p.IdentityHash == hash, cancel);
        if (person is null)
            return null;
        return person.Name == request.Name?.Trim()
            ? person
            : new Problem("register.name_disagrees", ("名册里这个证件号码登记的是另一个姓名，请核对。", "The register has another name under this document: check both."), ProblemKind.Conflict, "name");
    }

    private static PersonFacts Facts(AddResident request) => new()
    {
        Name = request.Name, IdentityNumber = request.IdentityNumber, Phone = request.Phone, ContactPhone = request.ContactPhone,
        BirthDate = request.BirthDate, Sex = request.Sex,
    };

    private static TieFacts Tie(AddResident request) => new()
    {
        Relation = request.Relation!.Value, Share = Rules.Share.Parse(request.Share), LeaseEnd = request.LeaseEnd, Since = request.Since,
    };
}
