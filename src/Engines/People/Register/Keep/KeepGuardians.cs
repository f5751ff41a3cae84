using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Rules;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Keep;

/// <summary>Enters the guardian of a child.</summary>
/// <param name="Guardian">Id of a person of the register, or their document number.</param>
/// <param name="Kind">parent, grandparent or appointed.</param>
/// <param name="Evidence">What it was recognised by, such as the household book; 2–200 characters.</param>
internal sealed record AddGuardian(string? Guardian, GuardianKind? Kind, string? Evidence) : ICommand<GuardianAdded>, IValidated, IAudited
{
    /// <summary>The child.</summary>
    [JsonIgnore]
    public Guid Child { get; init; }

    public string? AuditSubject => Child.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Guardian) || Guardian.Length > 64)
            yield return Problem.Invalid("guardian", "register.guardian_missing", "请选择监护人，或填写其证件号码。", "Choose the guardian, or give their document number.");
        if (Kind is null)
            yield return Problem.Invalid("kind", "register.guardian_kind", "请选择监护关系。", "Say why they are the guardian.");
        if (Evidence?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("evidence", "register.guardian_evidence", "请写明核对了什么材料，例如户口簿（2–200 个字）。", "Say what you checked, such as the household book (2–200 characters).");
    }
}

/// <summary>The guardianship.</summary>
internal sealed record GuardianAdded(Guid Guardianship);

internal sealed class AddGuardianHandler(LinliDb db, TieFinder finder, RegisterBook book, CurrentCaller current, TimeProvider time)
    : IHandler<AddGuardian, GuardianAdded>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{child:guid}/guardians", (Guid child, AddGuardian request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Child = child }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Enter the guardian of a child 登记监护人");

    public async Task<Result<GuardianAdded>> Handle(AddGuardian request, CancellationToken cancel)
    {
        var child = await finder.Person(request.Child, cancel);
        if (!child.Ok)
            return child.As<GuardianAdded>();
        if (await Guardian(request.Guardian!.Trim(), cancel) is not { DiedOn: null } guardian)
            return Problem.Invalid("guardian", "register.guardian_unknown", "名册里没有找到监护人，请先登记。", "The guardian was not found in the register: add them first.");
        var now = Clock.Now(time);
        if (GuardianRules.Check((guardian.Id, guardian.BirthDate), (child.Value.Id, child.Value.BirthDate), request.Kind!.Value, LocalTime.DateOf(now)) is { } wrong)
            return wrong;
        if (await db.Records<Guardianship>().AnyAsync(g => g.ChildId == child.Value.Id && g.GuardianId == guardian.Id && (g.To == null || g.To > now), cancel))
            return Problem.Conflict("register.guardian_twice", "已登记为这个孩子的监护人。", "They are this child's guardian already.");
        var guardianship = new Guardianship
        {
            Id = Guid.CreateVersion7(now), GuardianId = guardian.Id, ChildId = child.Value.Id, Kind = request.Kind.Value, From = now,
            To = LocalTime.StartOfDay(GuardianRules.OfAgeOn(child.Value.BirthDate!.Value)),
            Evidence = request.Evidence!.Trim(), EnteredBy = current.Value.Account,
        };
        db.Records<Guardianship>().Add(guardianship);
        return new GuardianAdded(guardianship.Id);
    }

    private async Task<Person?> Guardian(string typed, CancellationToken cancel)
    {
        if (Guid.TryParse(typed, out var id))
        {
            var found = await finder.Person(id, cancel);
            return found.Ok ? found.Value : null;
        }

        // A parent may live elsewhere: who knows the whole number stands before the person.
        if (!IdentityNumber.TryParse(typed, out var number, out _))
            return null;
        var hash = book.HashOf(number);
        return await db.Records<Person>().SingleOrDefaultAsync(p => p.IdentityHash == hash, cancel);
    }
}

/// <summary>Ends a guardianship.</summary>
/// <param name="Guardianship">Which.</param>
internal sealed record EndGuardianship(Guid Guardianship) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Guardianship.ToString();
}

internal sealed class EndGuardianshipHandler(LinliDb db, TieFinder finder, TimeProvider time) : IHandler<EndGuardianship, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/guardianships/{id:guid}/end", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new EndGuardianship(id), cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("End a guardianship 结束监护");

    public async Task<Result<Done>> Handle(EndGuardianship request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var guardianship = await db.Records<Guardianship>().SingleOrDefaultAsync(g => g.Id == request.Guardianship && (g.To == null || g.To > now), cancel);
        if (guardianship is null || !(await finder.Person(guardianship.ChildId, cancel)).Ok)
            return Problem.NotFound("register.guardianship_not_found", "没有找到这条监护关系，或不在您的辖区。", "This guardianship was not found, or lies outside your places.");
        guardianship.To = now;
        return Done.It;
    }
}
