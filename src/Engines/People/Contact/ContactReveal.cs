using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Contact;

/// <summary>Shows a contact to a use case of another engine, and writes the view where the person finds it.</summary>
internal sealed class ContactReveal(LinliDb db, FieldCipher cipher, CurrentCaller current, TimeProvider time) : IContactReveal
{
    public async Task<Result<ContactOfPerson>> Show(Guid account, string reason, CancellationToken cancel)
    {
        var person = await db.Records<Account>().Where(a => a.Id == account).Select(a => a.Person!).SingleOrDefaultAsync(cancel);
        if (person is null || current.Value.Account is not { } viewer)
            return Problem.NotFound("person_not_found", "没有找到此人。", "This person was not found.");
        var now = Clock.Now(time);
        db.Records<View>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            PersonId = person.Id,
            ViewerId = viewer,
            ViewerName = current.Value.Name,
            What = "phone",
            Reason = reason,
            At = now,
        });
        return new ContactOfPerson(person.Name, person.Phone is { } phone ? cipher.Open(phone) : null);
    }
}
