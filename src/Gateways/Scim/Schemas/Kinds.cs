namespace Linli.Scim.Schemas;

/// <summary>The resources that Linli knows.</summary>
internal static class Kinds
{
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static readonly ResourceType User = new("User", "/Users", "工作人员账号 Account of a member of staff",
        new(UserUrn, "User", "工作人员账号 Account of a member of staff",
        [
            new("userName", "登录名 Login name: 2–80 letters, digits, . - _ @ +") { Required = true, Uniqueness = "server" },
            new("name", "姓名 Name")
            {
                Type = "complex",
                Sub = [new("formatted", "全名 Full name"), new("familyName", "姓 Family name"), new("givenName", "名 Given name")],
            },
            new("displayName", "显示名 What colleagues read"),
            new("title", "职务 Job title"),
            new("preferredLanguage", "语言 Language tag"),
            new("active", "在职 Whether the person serves; false ends sign-ins, tokens and posts at once") { Type = "boolean" },
            new("password", "初始密码 First password, taken when the account is opened") { Mutability = "writeOnly", Returned = "never", CaseExact = true },
            Contacts("emails", "工作邮箱 E-mail addresses", "work", "home", "other"),
            Contacts("phoneNumbers", "电话 Telephone numbers", "work", "mobile", "other"),
            new("groups", "岗位 Posts held, as groups")
            {
                Type = "complex", Many = true, Mutability = "readOnly",
                Sub =
                [
                    new("value", "Id of the group") { Mutability = "readOnly", CaseExact = true },
                    new("$ref", "Address of the group") { Type = "reference", ReferenceTypes = ["Group"], Mutability = "readOnly", CaseExact = true },
                    new("display", "Name of the group") { Mutability = "readOnly" },
                    new("type", "direct") { Mutability = "readOnly", Canonical = ["direct"] },
                ],
            },
        ]),
        [
            new(EnterpriseUrn, "EnterpriseUser", "单位信息 What an employer says",
            [
                new("employeeNumber", "工号 Number of the employee"),
                new("organization", "单位 Organisation"),
                new("department", "部门 Department"),
            ]),
        ]);

    public static readonly ResourceType Group = new("Group", "/Groups", "在某地的岗位 A post at a place",
        new(GroupUrn, "Group", "在某地的岗位 A post at a place, perhaps in a team",
        [
            new("displayName", "组名，含 岗位@地点 或 岗位@地点#班组 Name with post@place or post@place#team in it") { Required = true },
            new("members", "成员 Who holds the post")
            {
                Type = "complex", Many = true,
                Sub =
                [
                    new("value", "Id of the user") { Mutability = "immutable", CaseExact = true },
                    new("$ref", "Address of the user") { Type = "reference", ReferenceTypes = ["User"], Mutability = "immutable", CaseExact = true },
                    new("display", "Name of the user") { Mutability = "immutable" },
                    new("type", "User") { Mutability = "immutable", Canonical = ["User"] },
                ],
            },
        ]),
        []);

    private static ScimAttribute Contacts(string name, string description, params string[] types) => new(name, description)
    {
        Type = "complex", Many = true,
        Sub =
        [
            new("value", "Address or number"),
            new("display", "As it is shown"),
            new("type", "What for") { Canonical = types },
            new("primary", "The one to try first") { Type = "boolean" },
        ],
    };
}
