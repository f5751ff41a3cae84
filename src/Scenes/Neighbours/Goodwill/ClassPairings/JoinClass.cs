using Linli.Neighbours.Friends;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>A guardian lets their child take part, having read what it means (R38).</summary>
internal sealed record JoinClass(Guid Pairing, Guid Child, int ConsentVersion) : ICommand<PupilJoined>;

/// <summary>The desk enters a pupil by the school's code; the school keeps the guardian's paper.</summary>
/// <param name="SignedOn">Day of the guardian's signature, within a year.</param>
/// <param name="Pairing">Which pairing.</param>
/// <param name="Ref">The school's own code: 2–20 letters, digits or hyphens, never a name.</param>
/// <param name="Side">Which school.</param>
internal sealed record EnterPupil(Guid Pairing, ClassSide Side, string? Ref, DateOnly? SignedOn) : ICommand<PupilJoined>, IValidated, IAudited
{
    public string? AuditSubject => Pairing.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Ref is not { Length: >= 2 and <= 20 } || !Ref.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            yield return Problem.Invalid("ref", "wishes.ref", "学校编号为 2–20 个字母、数字或连字符，不能是姓名。", "The school's code has 2 to 20 letters, digits or hyphens, and is no name.");
        if (SignedOn is null)
            yield return Problem.Invalid("signedOn", "classes.guardian_missing", "需要监护人一年内签字的同意书，请填签字日期。", "A guardian must have signed within a year: give the day.");
    }
}

/// <summary>A pupil who takes part.</summary>
internal sealed record PupilJoined(Guid Id, string Letter);

/// <summary>A guardian, or the desk, takes a pupil off the list.</summary>
internal sealed record LeaveClass(Guid Pupil) : ICommand<Done>;

/// <summary>Proposes that a pupil of each side write to each other; both guardians are asked.</summary>
internal sealed record ProposePupils(Guid Pairing, Guid Ours, Guid Theirs) : ICommand<PupilsPaired>, IAudited
{
    public string? AuditSubject => Pairing.ToString();
}

/// <summary>A guardian agrees for their child; for a pupil of a school's list the desk notes the day of the paper.</summary>
/// <param name="SignedOn">For the desk: day of the guardian's signature.</param>
/// <param name="Id">Which one.</param>
/// <param name="Side">Which school.</param>
internal sealed record AgreePupils(Guid Id, ClassSide Side, DateOnly? SignedOn = null) : ICommand<PupilsPaired>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>A guardian, or the desk, ends a pair of pupils.</summary>
internal sealed record EndPupils(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Where a pair of pupils stands.</summary>
internal sealed record PupilsPaired(Guid Id, ClassState State);

internal sealed class JoinClassHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ClassBook book, IActingFor family, IConsentForms forms, IConsents consents, TimeProvider time)
    : IHandler<JoinClass, PupilJoined>, IHandler<EnterPupil, PupilJoined>, IHandler<LeaveClass, Done>, IHandler<ProposePupils, PupilsPaired>, IHandler<AgreePupils, PupilsPaired>, IHandler<EndPupils, Done>, IUseCase
{
    private static readonly Problem noPupil = Problem.NotFound("classes.pupil_not_found", "名单里没有这位同学。", "No such pupil is on the list.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/class-pairings/{id:guid}/join", (Guid id, JoinClass request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Pairing = id }, cancel))
            .Needs(GoodwillPermissions.Give).WithTags("classes").WithSummary("Let my child take part 让孩子参加");
        api.MapPost("/class-pairings/{id:guid}/pupils", (Guid id, EnterPupil request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Pairing = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Enter a pupil by the school's code");
        api.MapDelete("/class-pairings/pupils/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new LeaveClass(id), cancel))
            .Needs(Access.SignedIn).WithTags("classes").WithSummary("Take a pupil off the list");
        api.MapPost("/class-pairings/{id:guid}/pairs", (Guid id, ProposePupils request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Pairing = id }, cancel))
            .Needs(GoodwillPermissions.Classes).WithTags("classes").WithSummary("Propose a pair of pupils 学生结对");
        api.MapPost("/class-pairings/pairs/{id:guid}/agree", (Guid id, AgreePupils request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("classes").WithSummary("A guardian agrees to a pair");
        api.MapPost("/class-pairings/pairs/{id:guid}/end", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndPupils(id), cancel))
            .Needs(Access.SignedIn).WithTags("classes").WithSummary("End a pair of pupils");
    }

    public async Task<Result<PupilJoined>> Handle(JoinClass request, CancellationToken cancel)
    {
        await book.Lock(request.Pairing, cancel);
        // Of the guardian's own place and those above, as the page lists them.
        var above = Residence.Of(current.Value, tree)?.Community.Path.SelfAndAncestors().Select(p => p.Value).ToArray() ?? [];
        if (await db.Unfiltered<ClassPairing>().SingleOrDefaultAsync(p => p.Id == request.Pairing && above.Contains(p.Scope), cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (pairing.State != ClassState.Active)
            return ClassBook.Ended;
        var child = await family.For(request.Child, FamilyMatters.Book, cancel);
        if (!child.Ok || child.Value.Agency is not null)
            return Problem.Invalid("child", "wishes.not_guardian", "只有孩子的监护人可以同意。", "Only a guardian of the child agrees.");
        if (await db.Records<ClassPupil>().AnyAsync(p => p.Pairing == pairing.Id && p.Person == request.Child && p.LeftAt == null, cancel))
            return Problem.Conflict("classes.joined", "孩子已经在名单里。", "Your child is on the list already.");
        var agreed = await forms.Agree(request.Child, ClassRules.Purpose, request.ConsentVersion, cancel);
        if (!agreed.Ok)
            return agreed.As<PupilJoined>();
        family.Record(child.Value, FamilyMatters.Book, pairing.Id.ToString(), ("参加学校结对", "Takes part in paired schools"), "/class-pairings");
        return await Add(pairing.Id, ClassSide.Ours, request.Child, null, null, cancel);
    }

    public async Task<Result<PupilJoined>> Handle(EnterPupil request, CancellationToken cancel)
    {
        await book.Lock(request.Pairing, cancel);
        if (await book.Of(request.Pairing, cancel) is not { } pairing)
            return ClassBook.NotFound;
        if (pairing.State != ClassState.Active)
            return ClassBook.Ended;
        if (WrongDay(request.SignedOn) is { } wrong)
            return wrong;
        return await db.Records<ClassPupil>().AnyAsync(p => p.Pairing == pairing.Id && p.Side == request.Side && p.Ref == request.Ref && p.LeftAt == null, cancel)
            ? Problem.Conflict("classes.joined", "名单里已有这个编号。", "This code is on the list already.")
            : await Add(pairing.Id, request.Side, null, request.Ref, request.SignedOn, cancel);
    }

    public async Task<Result<Done>> Handle(LeaveClass request, CancellationToken cancel)
    {
        if (await db.Records<ClassPupil>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Pupil, cancel) is not { } seen)
            return noPupil;
        await book.Lock(seen.Pairing, cancel);
        var pupil = await db.Records<ClassPupil>().SingleOrDefaultAsync(p => p.Id == request.Pupil && p.LeftAt == null, cancel);
        if (pupil is null || !await MaySpeak(pupil, cancel))
            return noPupil;
        if (pupil.Person is { } child && await book.IsGuardian(pupil, cancel))
            await forms.Withdraw(child, ClassRules.Purpose, cancel);
        await book.Leave(pupil, cancel);
        return Done.It;
    }

    public async Task<Result<PupilsPaired>> Handle(ProposePupils request, CancellationToken cancel)
    {
        await book.Lock(request.Pairing, cancel);
        if (await book.Of(request.Pairing, cancel) is not { State: ClassState.Active } pairing)
            return ClassBook.NotFound;
        var two = await db.Records<ClassPupil>().Where(p => p.Pairing == pairing.Id && (p.Id == request.Ours || p.Id == request.Theirs) && p.LeftAt == null).ToListAsync(cancel);
        if (two.Find(p => p.Id == request.Ours)?.Side != ClassSide.Ours || two.Find(p => p.Id == request.Theirs)?.Side != ClassSide.Theirs)
            return noPupil;
        if (await db.Records<PupilPair>().AnyAsync(p => p.State != ClassState.Ended && (p.Ours == request.Ours || p.Theirs == request.Theirs), cancel))
            return Problem.Conflict("classes.paired", "其中一位已有结对的同学。", "One of the two is paired already.");
        var now = Clock.Now(time);
        var pair = new PupilPair { Id = Guid.CreateVersion7(now), Pairing = pairing.Id, Ours = request.Ours, Theirs = request.Theirs, State = ClassState.Proposed, At = now };
        db.Records<PupilPair>().Add(pair);
        return new PupilsPaired(pair.Id, pair.State);
    }

    public async Task<Result<PupilsPaired>> Handle(AgreePupils request, CancellationToken cancel)
    {
        if (await Pair(request.Id, cancel) is not { } pair)
            return ClassBook.NotFound;
        var pupil = await db.Records<ClassPupil>().SingleAsync(p => p.Id == (request.Side == ClassSide.Ours ? pair.Ours : pair.Theirs), cancel);
        if (!await MaySpeak(pupil, cancel))
            return ClassBook.NotFound;
        if (pair.State != ClassState.Proposed)
            return Problem.Conflict("classes.decided", "这个结对已有结果。", "This pair is settled already.");
        // Of a child of the register the guardian says it, and nobody at a desk.
        if (pupil.Person is not null && !await book.IsGuardian(pupil, cancel))
            return Problem.Forbidden("classes.guardian", "由孩子的监护人自己同意。", "The child's guardian agrees, nobody else.");
        if (pupil.Person is { } known && await consents.Missing(known, ClassRules.Purpose, cancel) is { } missing)
            return missing;
        if (pupil.Person is null && (request.SignedOn is null || WrongDay(request.SignedOn) is not null))
            return WrongDay(request.SignedOn ?? default) ?? ClassBook.NotFound;
        var on = pupil.Person is null ? request.SignedOn : LocalTime.Today(time);
        if (request.Side == ClassSide.Ours)
            pair.OursAgreedOn ??= on;
        else
            pair.TheirsAgreedOn ??= on;
        if (pair is { OursAgreedOn: not null, TheirsAgreedOn: not null })
            pair.State = ClassState.Active;
        return new PupilsPaired(pair.Id, pair.State);
    }

    public async Task<Result<Done>> Handle(EndPupils request, CancellationToken cancel)
    {
        if (await Pair(request.Id, cancel) is not { State: not ClassState.Ended } pair)
            return ClassBook.NotFound;
        var two = await db.Records<ClassPupil>().Where(p => p.Id == pair.Ours || p.Id == pair.Theirs).ToListAsync(cancel);
        if (!await MaySpeak(two[0], cancel) && !await MaySpeak(two[^1], cancel))
            return ClassBook.NotFound;
        (pair.State, pair.EndedAt) = (ClassState.Ended, Clock.Now(time));
        return Done.It;
    }

    private async Task<bool> MaySpeak(ClassPupil pupil, CancellationToken cancel) =>
        await book.IsGuardian(pupil, cancel) || await book.Of(pupil.Pairing, cancel) is not null;

    private async Task<PupilPair?> Pair(Guid id, CancellationToken cancel)
    {
        if (await db.Records<PupilPair>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } seen)
            return null;
        await book.Lock(seen.Pairing, cancel);
        return await db.Records<PupilPair>().SingleAsync(p => p.Id == id, cancel);
    }

    private Problem? WrongDay(DateOnly? signed) => signed > LocalTime.Today(time) || signed < LocalTime.Today(time).AddYears(-1)
        ? Problem.Invalid("signedOn", "classes.guardian_missing", "需要监护人一年内签字的同意书，请填签字日期。", "A guardian must have signed within a year: give the day.") : null;

    private async Task<PupilJoined> Add(Guid pairing, ClassSide side, Guid? person, string? code, DateOnly? signedOn, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var count = await db.Records<ClassPupil>().CountAsync(p => p.Pairing == pairing && p.Side == side, cancel);
        var pupil = new ClassPupil
        {
            Id = Guid.CreateVersion7(now), Pairing = pairing, Side = side, Person = person, Guardian = person is null ? null : current.Value.Account, Ref = code, SignedOn = signedOn,
            Letter = (side == ClassSide.Ours ? "甲-" : "乙-") + WishRules.Letter(count), At = now,
        };
        db.Records<ClassPupil>().Add(pupil);
        return new(pupil.Id, pupil.Letter);
    }
}
