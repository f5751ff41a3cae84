using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Register.Keep;
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

namespace Linli.People.Register.Persons;

/// <summary>Corrects what the register says of a person; what is left out stays.</summary>
/// <param name="Name">Full name.</param>
/// <param name="IdentityNumber">Number of the document.</param>
/// <param name="Phone">Mobile number of their own.</param>
/// <param name="ContactPhone">Where to ring for somebody without one.</param>
/// <param name="BirthDate">Local date of birth.</param>
/// <param name="Sex">male or female.</param>
internal sealed record CorrectPerson(
    string? Name = null, string? IdentityNumber = null, string? Phone = null, string? ContactPhone = null, DateOnly? BirthDate = null, Sex? Sex = null)
    : ICommand<Done>, IAudited
{
    /// <summary>Who.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => Person.ToString();
}

internal sealed class CorrectPersonHandler(LinliDb db, TieFinder finder, RegisterBook book, FieldCipher cipher, CallerDirectory directory, TimeProvider time)
    : IHandler<CorrectPerson, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch("/register/people/{person:guid}", (Guid person, CorrectPerson request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Person = person }, cancel))
            .Needs(PeoplePermissions.KeepRegister).WithTags("register").WithSummary("Correct what the register says of a person 更正信息");

    public async Task<Result<Done>> Handle(CorrectPerson request, CancellationToken cancel)
    {
        var found = await finder.Person(request.Person, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (person, today) = (found.Value, LocalTime.Today(time));
        var kept = person.Identity is { } identity ? cipher.Open(identity) : null;
        // A new number brings its own date and sex; without one those given must agree with the number that is kept.
        var read = PersonRules.Read(
            new()
            {
                Name = request.Name ?? person.Name, IdentityNumber = request.IdentityNumber ?? kept, Phone = request.Phone, ContactPhone = request.ContactPhone,
                BirthDate = request.BirthDate ?? (request.IdentityNumber is null ? person.BirthDate : null),
                Sex = request.Sex ?? (request.IdentityNumber is null ? person.Sex : null),
            },
            today);
        if (!read.Ok)
            return read.As<Done>();
        if (await book.Taken(read.Value.Identity, read.Value.Phone, person.Id, cancel) is { } taken)
            return taken;
        if (await SignsInBy(person, read.Value.Phone, cancel))
            return PhoneOpensAccount;
        // A passport says neither: what is known stays.
        var (birth, sex) = (read.Value.BirthDate ?? person.BirthDate, read.Value.Sex ?? person.Sex);
        if (await FamilyDisagrees(person.Id, birth, cancel) is { } family)
            return family;

        person.Name = read.Value.Name;
        (person.BirthDate, person.Sex) = (birth, sex);
        if (request.IdentityNumber is not null)
            book.SetIdentity(person, read.Value.Identity);
        if (read.Value.Phone is { } phone)
            book.SetPhone(person, phone);
        if (read.Value.ContactPhone is { } contact)
            book.SetContactPhone(person, contact);
        foreach (var account in await db.Records<Account>().Where(a => a.PersonId == person.Id).Select(a => a.Id).ToListAsync(cancel))
            db.AfterCommit(() => directory.Forget(account));
        return Done.It;
    }

    private static Problem PhoneOpensAccount => new("register.phone_signs_in",
        ("此人用登记的手机号登录，不能由他人改号。原号确已停用的，请管理员先停用该账号，当面核实后再改。",
            "The person signs in by the registered phone, so nobody else changes it. If that number is dead, let an administrator suspend the account first, and see the person."),
        ProblemKind.Conflict, "phone");

    // Whoever could change the number would get the codes, and be the resident.
    private async Task<bool> SignsInBy(Person person, MobileNumber? phone, CancellationToken cancel) =>
        phone is not null && person.PhoneHash is { } known && book.HashOf(phone) != known
        && await db.Records<Account>().AnyAsync(a => a.PersonId == person.Id && a.Kind == AccountKind.Resident && a.SuspendedAt == null && !a.ClaimPending, cancel);

    private async Task<Problem?> FamilyDisagrees(Guid person, DateOnly? birth, CancellationToken cancel)
    {
        var family = await db.Records<Guardianship>().AsNoTracking()
            .Where(g => (g.ChildId == person || g.GuardianId == person) && (g.Kind == GuardianKind.Parent || g.Kind == GuardianKind.Grandparent)).ToListAsync(cancel);
        var others = family.ConvertAll(g => g.ChildId == person ? g.GuardianId : g.ChildId);
        var births = await db.Records<Person>().Where(p => others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.BirthDate, cancel);
        return family.Select(g => g.ChildId == person ? GuardianRules.Older(births[g.GuardianId], birth) : GuardianRules.Older(birth, births[g.ChildId]))
            .FirstOrDefault(p => p is not null) is { } wrong ? wrong with { Field = "birthDate" } : null;
    }
}
