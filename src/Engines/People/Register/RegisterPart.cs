using Linli.People.Register.Agents;
using Linli.People.Register.Claim;
using Linli.People.Register.Count;
using Linli.People.Register.Doubts;
using Linli.People.Register.Homes;
using Linli.People.Register.Invite;
using Linli.People.Register.Keep;
using Linli.People.Register.Persons;
using Linli.People.Register.Search;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Register;

/// <summary>What the register brings to the module of people.</summary>
internal static class RegisterPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<RegisterBook>();
        module.Services.AddScoped<RegisterReach>();
        module.Services.AddScoped<GuardedChildren>();
        module.Services.AddScoped<RegisterEntry>();
        module.Services.AddScoped<TieFinder>();
        module.Services.AddScoped<Invitations>();
        module.Services.AddScoped<IActingFor, ActingFor>();
        module.Publishes<RegisterChanged>("linli.register.changed").Publishes<ResidentDied>("linli.register.died")
            .Publishes<AgencyChanged>("linli.agency.changed");
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/register", ("人房名册", "Register"), "address-book", PeoplePermissions.Register, 295, NavigationSection.People));
        module.UseCase<SearchRegisterHandler>()
            .UseCase<GetRegisterHomeHandler>()
            .UseCase<GetRegisterPersonHandler>()
            .UseCase<OfferPeopleHandler>()
            .UseCase<CorrectPersonHandler>()
            .UseCase<ShowPersonalHandler>()
            .UseCase<AddResidentHandler>()
            .UseCase<EndTieHandler>()
            .UseCase<MoveResidentHandler>()
            .UseCase<RecordDeathHandler>()
            .UseCase<ChangeLeaseHandler>()
            .UseCase<FoundHouseholdHandler>()
            .UseCase<SetHeadHandler>()
            .UseCase<AddGuardianHandler>()
            .UseCase<EndGuardianshipHandler>()
            .UseCase<AddCompanyOwnerHandler>()
            .UseCase<EndCompanyHoldingHandler>()
            .UseCase<CountOwnersHandler>()
            .UseCase<ListDoubtsHandler>()
            .Job<PlacePeople>(TimeSpan.FromSeconds(30));
        module.UseCase<MakeInvitationHandler>()
            .UseCase<WithdrawInvitationHandler>()
            .UseCase<ReadInvitationHandler>()
            .UseCase<GetClaimHandler>()
            .UseCase<ClaimHomeHandler>()
            .UseCase<MyFamilyHandler>()
            .UseCase<AskAgencyHandler>()
            .UseCase<EnterAgencyHandler>()
            .UseCase<AgreeAgencyHandler>()
            .UseCase<EndAgencyHandler>();
    }
}
