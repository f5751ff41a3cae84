using System.Globalization;
using Linli.Neighbours.Friends;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Places;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>Registers as a volunteer, or changes what one said (注册志愿者, R19): identity is that of the register.</summary>
/// <param name="Skills">1–5 codes.</param>
/// <param name="Times">1–4 codes.</param>
/// <param name="Emergency">Whom to call in an emergency, at most 60 characters; encrypted.</param>
/// <param name="WouldLead">Whether they would lead an activity.</param>
internal sealed record RegisterVolunteer(IReadOnlyList<string>? Skills, IReadOnlyList<string>? Times, string? Emergency = null, bool WouldLead = false) : ICommand<VolunteerCard>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Skills is not { Count: > 0 and <= 5 } || !Skills.All(VolunteerWords.Skills.ContainsKey))
            yield return Problem.Invalid("skills", "volunteer.skills", "请选 1–5 项特长。", "Choose 1 to 5 skills.");
        if (Times is not { Count: > 0 } || !Times.All(VolunteerWords.Times.ContainsKey))
            yield return Problem.Invalid("times", "volunteer.times_free", "请选有空的时间。", "Choose when you are free.");
        if (!PlainText.TryCleanLine(Emergency, 60, out _))
            yield return Problem.Invalid("emergency", "volunteer.emergency", "紧急联系人最多 60 个字。", "The emergency contact has at most 60 characters.");
    }
}

/// <summary>Who somebody is as a volunteer.</summary>
internal sealed record VolunteerCard(string Number, IReadOnlyList<string> Skills, IReadOnlyList<string> Times, string? Emergency, bool WouldLead, DateTimeOffset Since);

/// <summary>The caller's registration as a volunteer.</summary>
internal sealed record MyVolunteerCard : IQuery<VolunteerCard>;

/// <summary>Volunteers who would lead, for whoever organises; names masked.</summary>
internal sealed record VolunteerLeaders : IQuery<IReadOnlyList<VolunteerLeader>>;

/// <summary>Somebody who would lead.</summary>
internal sealed record VolunteerLeader(string Number, string Name, string Skills);

internal sealed class RegisterVolunteerHandler(LinliDb db, CurrentCaller current, IScopeTree tree, Counters counters, FieldCipher cipher, People.ICareLists care, TimeProvider time)
    : IHandler<RegisterVolunteer, VolunteerCard>, IHandler<MyVolunteerCard, VolunteerCard>, IHandler<VolunteerLeaders, IReadOnlyList<VolunteerLeader>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/volunteering/me", (RegisterVolunteer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("Register as a volunteer 注册志愿者");
        api.MapGet("/volunteering/me", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyVolunteerCard(), cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("My registration as a volunteer");
        api.MapGet("/volunteering/leaders", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new VolunteerLeaders(), cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Volunteers who would lead");
    }

    public async Task<Result<VolunteerCard>> Handle(RegisterVolunteer request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        if (current.Value is not { Person: { } person, Account: { } account })
            return VolunteerProblems.NoPerson;
        await db.LockUntilCommit($"volunteer.person.{person}", cancel);
        var now = Clock.Now(time);
        var row = await db.Unfiltered<Volunteer>().SingleOrDefaultAsync(v => v.Person == person, cancel); // one's own
        if (row is null)
            db.Insert(row = new()
            {
                Id = Guid.CreateVersion7(now), Number = $"ZY-{(await counters.Next(db, "neighbours.volunteer", cancel)).ToString("000000", CultureInfo.InvariantCulture)}", Scope = home.Community.Path.Value,
                Person = person, Account = account, Skills = "", Times = "", WouldLead = false, At = now,
            });
        PlainText.TryCleanLine(request.Emergency, 60, out var emergency);
        (row.Scope, row.Account, row.WouldLead) = (home.Community.Path.Value, account, request.WouldLead);
        (row.Skills, row.Times) = (Interests.Join(request.Skills!.Distinct()), Interests.Join(request.Times!.Distinct()));
        row.Emergency = emergency.Length == 0 ? null : cipher.Seal(emergency);
        return Card(row);
    }

    public async Task<Result<VolunteerCard>> Handle(MyVolunteerCard request, CancellationToken cancel)
    {
        var person = current.Value.Person;
        return await db.Unfiltered<Volunteer>().AsNoTracking().SingleOrDefaultAsync(v => v.Person == person, cancel) is { } row // one's own
            ? Card(row) : Problem.NotFound("volunteer.not_registered", "您还没有注册志愿者。", "You are not registered as a volunteer.");
    }

    public async Task<Result<IReadOnlyList<VolunteerLeader>>> Handle(VolunteerLeaders request, CancellationToken cancel)
    {
        var rows = await db.Scoped<Volunteer>(current.Value.ScopesFor(VolunteerPermissions.Desk)).AsNoTracking().Where(v => v.WouldLead).OrderBy(v => v.Number).Take(200).ToListAsync(cancel);
        var names = await care.NamesOf(rows.ConvertAll(v => v.Person), masked: true, cancel);
        return rows.ConvertAll(v => new VolunteerLeader(v.Number, names.GetValueOrDefault(v.Person, "–"), VolunteerWords.Names(v.Skills, VolunteerWords.Skills)));
    }

    private VolunteerCard Card(Volunteer row) => new(row.Number, Interests.Split(row.Skills), Interests.Split(row.Times), row.Emergency is { } sealed_ ? cipher.Open(sealed_) : null, row.WouldLead, row.At);
}
