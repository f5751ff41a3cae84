using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>
/// A guardian enrols their child with the number of its card (学生卡登记), agreeing to the dedicated rules for children in the
/// same form (R38). Enrolling again changes card, school and permitted compounds.
/// </summary>
public sealed record EnrolPupil : ICommand<PupilEnrolled>, IValidated, IAudited
{
    internal const int MostLeaves = 5;

    internal static readonly Problem TooManyLeaves = Problem.Invalid("leaves", "mobility.leaves_count", "最多再选 5 个小区。", "Choose 5 more compounds at most.");

    /// <summary>Id of the child.</summary>
    public Guid Child { get; init; }

    /// <summary>Code of the school's facility.</summary>
    public string School { get; init; } = "";

    /// <summary>Number on the card, such as <c>C-1007</c>.</summary>
    public string Card { get; init; } = "";

    /// <summary>Codes of other compounds in which the way may end, at most 5.</summary>
    public string[] Leaves { get; init; } = [];

    /// <summary>Version of the rules that were read; agreeing is this form.</summary>
    public int Version { get; init; }

    /// <summary>Whether the guardian agrees; nothing is done without.</summary>
    public bool Agree { get; init; }

    // Neither child nor card stand in the audit log.
    string? IAudited.AuditSubject => School;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Child == Guid.Empty)
            yield return Problem.Invalid("child", "mobility.child_missing", "请选择孩子。", "Choose the child.");
        if (string.IsNullOrWhiteSpace(School))
            yield return Problem.Invalid("school", "mobility.school_missing", "请选择学校。", "Choose the school.");
        if ((Card ?? "").Trim().Length is 0 or > 60)
            yield return Problem.Invalid("card", "mobility.card_missing", "请输入学生卡背面的卡号，例如 C-1007。", "Give the number on the back of the card, such as C-1007.");
        if ((Leaves ?? []).Length > MostLeaves)
            yield return TooManyLeaves;
        if (!Agree)
            yield return Problem.Invalid("agree", "mobility.consent_needed", "请阅读并同意儿童个人信息专门规则；不同意也不影响孩子上学。", "Please read the rules for children's data and agree; who does not agree loses nothing at school.");
    }
}

/// <summary>The pupil is enrolled.</summary>
/// <param name="Pupil">Id of the enrolment.</param>
public sealed record PupilEnrolled(Guid Pupil);

internal sealed class EnrolPupilHandler(
    LinliDb db, IActingFor family, IConsentForms consents, IPersonTraits traits, SchoolPathBook book, SchoolMemory schools, CurrentCaller current, TimeProvider time,
    IDevices devices, IDeviceBook register, IFences fences, SchoolFences own) : IHandler<EnrolPupil, PupilEnrolled>, IUseCase
{
    // From the age at which children begin school to that at which they leave primary school and answer for themselves.
    private const int Youngest = 5;
    private const int Oldest = 13;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/school-path/pupils", (EnrolPupil request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithSummary("Enrol one's child with its card 学生卡登记");

    public async Task<Result<PupilEnrolled>> Handle(EnrolPupil request, CancellationToken cancel)
    {
        // A guardian, not an agent whom somebody else named.
        if (await family.For(request.Child, FamilyMatters.View, cancel) is not { Ok: true, Value.Agency: null })
            return Problem.Invalid("child", "mobility.not_guardian", "只有监护人可以为孩子登记。", "Only a guardian enrols a child.");
        var now = Clock.Now(time);
        var facts = await traits.Of(request.Child, cancel);
        if (facts?.AgeOn(LocalTime.DateOf(now)) is not (>= Youngest and <= Oldest))
            return Problem.Invalid("child", "mobility.not_pupil", "通学路学生卡面向小学生（5–13 周岁）。", "Cards of the school path are for primary pupils of 5 to 13.");
        if (await db.Records<PathSchool>().AsNoTracking().FirstOrDefaultAsync(s => s.School == request.School, cancel) is not { } school)
            return Problem.Invalid("school", "mobility.unknown_school", "这所学校不在通学路上，请从列表中选择。", "This school is not at a school path: choose from the list.");
        if (facts.Homes.Select(book.CompoundOf).FirstOrDefault(c => c is not null) is not { } compound)
            return Problem.Invalid("child", "mobility.no_home", "孩子还没有登记住址，请先在“我的家”登记。", "The child has no home in the register: enter it under My home first.");
        if (book.Leaves(request.Leaves ?? [], out var leaves) is { } unknown)
            return unknown;

        if (devices.ByCode(request.Card.Trim()) is not { State: not DeviceState.Retired } card || card.Kind != StudentCards.Card.Code)
            return Problem.Invalid("card", "mobility.unknown_card", "没有这张学生卡，请核对卡背面的卡号，或联系学校。", "There is no such card: check the number on its back, or ask the school.");
        // One card, one pupil: whether somebody else has it is not told apart from a card that is not there.
        if (await db.Unfiltered<Pupil>().AnyAsync(p => p.Device == card.Id.Value && p.EndedAt == null && p.Person != request.Child, cancel))
            return Problem.Invalid("card", "mobility.unknown_card", "这张卡不能登记，请核对卡号，或联系学校。", "This card cannot be enrolled: check the number, or ask the school.");
        var agreed = await consents.Agree(request.Child, StudentCards.Purpose, request.Version, cancel);
        if (!agreed.Ok)
            return agreed.As<PupilEnrolled>();
        var pupil = await Write(request, school, compound, card, leaves, now, cancel);
        // The path is for everybody.
        await own.SetOwn(await db.Unfiltered<SchoolPathRow>().AsNoTracking().SingleAsync(p => p.Code == school.Path, cancel), pupil, leaves, cancel);
        await register.Join(card.Id, StudentCards.GroupOf(school.Path), cancel);
        await register.PutInService(card.Id, cancel);
        schools.Changed(db);
        return new PupilEnrolled(pupil.Id);
    }

    private async Task<Pupil> Write(EnrolPupil request, PathSchool school, Place compound, Device card, List<string> leaves, DateTimeOffset now, CancellationToken cancel)
    {
        // The guardian's own child.
        foreach (var before in await db.Unfiltered<Pupil>().Where(p => p.Person == request.Child && p.EndedAt == null).ToListAsync(cancel))
        {
            before.EndedAt = now;
            if (before.Device != card.Id.Value || before.Path != school.Path)
                await register.Leave(new(before.Device), StudentCards.GroupOf(before.Path), cancel);
            if (before.Device != card.Id.Value)
                await fences.SetOwn(new(before.Device), [], cancel);
        }

        var pupil = new Pupil
        {
            Id = Guid.CreateVersion7(now), Scope = school.Scope, Person = request.Child, Path = school.Path, School = school.School, Card = card.Code, Device = card.Id.Value,
            Compound = compound.Path.Value, At = now, By = current.Value.Account,
        };
        db.Insert(pupil);
        db.Records<PupilLeave>().AddRange(leaves.Distinct().Where(l => l != pupil.Compound).Select(l => new PupilLeave { Pupil = pupil.Id, Compound = l }));
        return pupil;
    }
}

/// <summary>A guardian takes the consent back (撤回): the card is listened to no more, and what it said is deleted.</summary>
/// <param name="Child">Id of the child.</param>
public sealed record WithdrawPupil(Guid Child) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => null;
}

internal sealed class WithdrawPupilHandler(IActingFor family, IConsentForms consents, PupilsEnd ending) : IHandler<WithdrawPupil, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/mobility/school-path/pupils/{child:guid}", (Guid child, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawPupil(child), cancel))
            .Needs(Access.SignedIn).WithSummary("Take back the consent for a card 撤回学生卡同意");

    public async Task<Result<Done>> Handle(WithdrawPupil request, CancellationToken cancel)
    {
        if (await family.For(request.Child, FamilyMatters.View, cancel) is not { Ok: true, Value.Agency: null })
            return Problem.NotFound("mobility.not_guardian", "只有监护人可以撤回。", "Only a guardian withdraws.");
        var withdrawn = await consents.Withdraw(request.Child, StudentCards.Purpose, cancel);
        if (!withdrawn.Ok)
            return withdrawn;
        // At once, and not only when the event of the consent comes round.
        await ending.Of(request.Child, cancel);
        return Done.It;
    }
}

/// <summary>Ends enrolments: the card is listened to no more, its fences go, and the alerts of the child.</summary>
internal sealed class PupilsEnd(LinliDb db, SchoolMemory schools, IDeviceBook register, IFences fences, ITracks tracks, TimeProvider time)
{
    public async Task Of(Guid person, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // Whoever asks has shown to be a guardian, or the data are deleted.
        var pupils = await db.Unfiltered<Pupil>().Where(p => p.Person == person && p.EndedAt == null).ToListAsync(cancel);
        foreach (var pupil in pupils)
        {
            pupil.EndedAt = now;
            await fences.SetOwn(new(pupil.Device), [], cancel);
            await register.Leave(new(pupil.Device), StudentCards.GroupOf(pupil.Path), cancel);
            await tracks.ForgetWhole(new(pupil.Device), now, cancel);
        }

        var ids = await db.Unfiltered<Pupil>().Where(p => p.Person == person).Select(p => p.Id).ToListAsync(cancel);
        await db.Unfiltered<SchoolAlert>().Where(a => ids.Contains(a.Pupil)).ExecuteDeleteAsync(cancel);
        await db.Records<PupilLeave>().Where(l => ids.Contains(l.Pupil)).ExecuteDeleteAsync(cancel);
        if (pupils.Count > 0)
            schools.Changed(db);
    }
}

/// <summary>A consent that ends elsewhere, such as in the settings, ends the enrolment too.</summary>
internal sealed class EndPupilsWithConsent(PupilsEnd ending) : Platform.Events.IEventHandler<ConsentWithdrawn>
{
    public Task Handle(Platform.Events.Delivered<ConsentWithdrawn> delivered, CancellationToken cancel) =>
        delivered.Event.Purpose == StudentCards.Purpose ? ending.Of(delivered.Event.Person, cancel) : Task.CompletedTask;
}
